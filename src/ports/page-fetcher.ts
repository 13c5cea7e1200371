/** A web page or file as fetched. */
export interface FetchedPage {
  /** The address after redirects. */
  readonly url: string
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, in hex. */
  readonly contentHash: string
  /** As the server declared it, with its charset. */
  readonly mediaType: string | undefined
}

/** Fetches public web pages: robots respected, private addresses refused, size and time limited. */
export interface PageFetcher {
  /**
   * @throws KikuError `url-refused` (private address, robots, scheme), `url-failed` (with `details.status` where a server
   * answered), `document-unsupported` (media type), `document-too-large`, `deadline-exceeded`, `cancelled`
   */
  fetch(url: string, signal: AbortSignal): Promise<FetchedPage>
  close(): Promise<void>
}
