import type { Mark } from './marks.ts'

/** What Slack saw of one mention. All times are epoch milliseconds. */
export interface SeenMention {
  readonly number: number
  readonly ts: string
  readonly threadTs: string
  readonly deliveredAt: number
  /** When the app said that it arrived. */
  readonly acknowledgedAt: number | undefined
  /** Tries of all its deliveries. */
  readonly attempts: number
  /** When the app first said that it is at work on it. */
  readonly statusAt: number | undefined
  readonly replies: readonly SeenReply[]
  /** Last change of what it was answered with. */
  readonly changedAt: number | undefined
}

/** A message that the app wrote for one mention. */
export interface SeenReply {
  readonly ts: string
  /** Parts of the answer that it shows in the end. */
  readonly parts: readonly number[]
  readonly text: string
  readonly isStreaming: boolean
  /** Whether it is an answer, of whatever words, rather than an excuse. */
  readonly isAnswer: boolean
}

export interface SlackAccount {
  readonly mentions: readonly SeenMention[]
  /** Marks of answers with the time at which each stood in Slack first. */
  readonly shown: readonly (Mark & { readonly at: number })[]
  /** Calls by method, and how many of them were refused and why. */
  readonly calls: Readonly<Record<string, { readonly all: number; readonly refused: Readonly<Record<string, number>> }>>
  /** Of the peer itself: where it is long, latencies are not Kiku's alone. */
  readonly longestBlockMs: number
}
