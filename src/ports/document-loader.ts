import type { Locator } from '../domain/document.ts'

/** A document read into an ordered list of blocks, whatever its format. */
export interface LoadedDocument {
  readonly title: string
  readonly mediaType: string
  readonly blocks: readonly Block[]
}

/**
 * One structural unit. `table` and `code` blocks are kept whole by the splitter where they fit; a `heading` opens
 * a section and is not a chunk of its own.
 */
export interface Block {
  readonly kind: 'heading' | 'paragraph' | 'list' | 'table' | 'code'
  readonly text: string
  /** On headings: 1 to 6. */
  readonly level?: number
  readonly locator: Locator
}

export interface LoadableFile {
  /** Absolute path or URL; decides the format together with the media type and the first bytes. */
  readonly location: string
  readonly bytes: Uint8Array
  /** As a server declared it. */
  readonly mediaType?: string
}

/** Reads files of the supported formats, apart from the event loop. */
export interface DocumentLoader {
  /** Whether the name alone says that this is a format worth reading. */
  accepts(location: string): boolean
  /**
   * @throws KikuError `document-unsupported` (binary, unknown), `document-unreadable` (corrupt),
   * `document-encrypted` (password), `document-too-large`, `deadline-exceeded`
   */
  load(file: LoadableFile, signal: AbortSignal): Promise<LoadedDocument>
  close(): Promise<void>
}
