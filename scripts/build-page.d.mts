export interface BuiltFile {
  /** From the folder. */
  readonly path: string
  readonly bytes: number
  readonly brotliBytes: number
  readonly gzipBytes: number
}

/** Builds the page into a folder, `dist/page` where none is given. What stood in it before is replaced. */
export function buildPage(folder?: string): Promise<{ readonly files: readonly BuiltFile[] }>
