/** One file of the page, ready to be sent. */
export interface PageFile {
  readonly type: string
  /** Whether its name changes with its content, so that browsers may keep it. */
  readonly isImmutable: boolean
  /** The best first, as it stands the last. */
  readonly variants: readonly PageVariant[]
}

export interface PageVariant {
  readonly encoding: 'br' | 'gzip' | 'identity'
  readonly bytes: Uint8Array<ArrayBuffer>
  /** In quotes, as headers want it. */
  readonly tag: string
}

/** By their paths from the root: `/index.html`, `/assets/page-ABCD1234.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>
