/** A web page or file as fetched. */
export interface FetchedPage {
  /** The address after redirects. */
  readonly url: string
  readonly bytes: Uint8Array
  readonly mediaType: string | undefined
}

/** Fetches public web pages: robots respected, private addresses refused, size and time limited. */
export interface PageFetcher {
  /** @throws KikuError `url-refused` (private address, robots, scheme), `url-failed`, `document-too-large`, `deadline-exceeded` */
  fetch(url: string, signal: AbortSignal): Promise<FetchedPage>
  close(): Promise<void>
}
