/** Keeps files that people have sent, each in a folder of its own below one that holds nothing else. */
export interface UploadFolder {
  /**
   * Writes a file as it comes. Where that fails, nothing of it stays.
   * @param upload with a name that is safe as it is
   * @throws KikuError `document-too-large` as soon as it is, `disk-full`, `disk-read-only`; the reason of the signal; what
   * the content throws
   */
  keep(upload: NewUpload, signal: AbortSignal): Promise<KeptUpload>
  /** Names the kept file that the location of a source leads to, also where the data folder was moved since. */
  idOf(location: string): string | undefined
  /** Removes a kept file. One that is gone is left alone. */
  remove(id: string): Promise<void>
  /** Removes all kept files but these and those that this process has kept itself. @returns how many went */
  sweep(known: ReadonlySet<string>): Promise<number>
}

export interface NewUpload {
  readonly name: string
  readonly content: AsyncIterable<Uint8Array>
  readonly maxBytes: number
}

export interface KeptUpload {
  readonly id: string
  /** Absolute. */
  readonly path: string
  readonly byteSize: number
  /** SHA-256 of the bytes, in hex. */
  readonly contentHash: string
}
