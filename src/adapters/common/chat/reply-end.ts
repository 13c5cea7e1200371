import type { Answer } from '../../../domain/answer.ts'

/** What can be shown of an answer before there are words. */
export type ReplyStatus = { readonly kind: 'thinking' } | { readonly kind: 'waiting'; readonly position: number }

/** How a reply on a chat platform ended. */
export type ReplyEnd =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'stopped' }
  /** The events held nothing: the message was answered before. */
  | { readonly kind: 'nothing' }

/** The reason of a signal that ends an answer on somebody's wish. `deleted`: what was shown of it goes too. */
export class ReplyStopped extends Error {
  readonly why: 'stopped' | 'edited' | 'deleted'

  constructor(why: 'stopped' | 'edited' | 'deleted') {
    super(`The answer was ${why === 'stopped' ? 'stopped' : `given up, since its question was ${why}`}.`)
    this.name = 'AbortError'
    this.why = why
  }
}
