import type { Block } from '../../ports/document-loader.ts'
import type { Format } from './formats.ts'
import type { Refusal } from './read-failure.ts'

/** What the pool asks of a worker. One file at a time. */
export type WorkerRequest =
  | {
      readonly kind: 'parse'
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly format: Format
      readonly location: string
      readonly charset?: string
    }
  /** Asks for the next blocks of the file just parsed. */
  | { readonly kind: 'more' }

export type ParseTask = Extract<WorkerRequest, { kind: 'parse' }>

/**
 * What a worker answers. Blocks arrive in portions, each on request, since taking over a large document at once would
 * hold up the main thread.
 */
export type WorkerReply =
  | {
      readonly kind: 'parsed'
      readonly title: string
      readonly mediaType: string
      readonly blocks: readonly Block[]
      readonly isLast: boolean
    }
  | { readonly kind: 'blocks'; readonly blocks: readonly Block[]; readonly isLast: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The parser threw something unexpected. */
  | { readonly kind: 'failed'; readonly reason: string }
