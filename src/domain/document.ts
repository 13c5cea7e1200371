import type { AudienceLabel } from './audience.ts'

/** Where documents come from. Its audience label is inherited by every document and chunk. */
export interface Source {
  readonly id: string
  readonly kind: 'folder' | 'file' | 'url' | 'channel' | 'handbook'
  /** Absolute path, URL or channel id. Unique together with the audience. */
  readonly location: string
  readonly audience: AudienceLabel
  readonly addedAt: number
  /** Epoch milliseconds of the last complete refresh; absent before the first. */
  readonly refreshedAt?: number
}

/** Where in its document a chunk stands, for the reader of a citation. */
export interface Locator {
  /** Headings from the outermost to the innermost. */
  readonly headings?: readonly string[]
  /** First page, from 1 (PDF) or first slide (PPTX). */
  readonly page?: number
  /** First line, from 1 (text, source code). */
  readonly line?: number
  /** First row, from 1 (tables, JSON Lines). */
  readonly row?: number
}

/** A piece of a document, small enough to cite and to embed. */
export interface Chunk {
  /** Position in the document, from 0. */
  readonly position: number
  /** Document title and headings, joined with ' › '. Indexed with the text and shown in citations. */
  readonly title: string
  readonly text: string
  readonly locator: Locator
}

/** One file, page or message set, as ingested. */
export interface Document {
  readonly id: string
  readonly sourceId: string
  /** Absolute path or URL. */
  readonly location: string
  readonly title: string
  readonly mediaType: string
  /** SHA-256 of the bytes, in hex: unchanged content is not ingested again. */
  readonly contentHash: string
  readonly byteSize: number
  readonly ingestedAt: number
}
