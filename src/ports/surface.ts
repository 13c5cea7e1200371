import type { AnswerEvent } from '../domain/answer.ts'
import type { Message } from '../domain/message.ts'
import type { SurfaceName } from '../domain/thread.ts'

/** Answers a message, or yields nothing when it was answered before. Breaking out of the loop stops the answer. */
export type MessageHandler = (message: Message, signal: AbortSignal) => AsyncIterable<AnswerEvent>

/** A place where people ask. @typeParam Host what it needs of Kiku: a handler, or all that a chat platform can use. */
export interface Surface<Host = MessageHandler> {
  readonly name: SurfaceName
  /** Where people reach it, while it is started, where that is an address. */
  readonly url?: string | undefined
  /** Resolves when messages can arrive. */
  start(host: Host): Promise<void>
  /** Stops taking messages, lets answers in the making end or aborts them, releases everything. */
  stop(): Promise<void>
}
