import type { Mark } from './marks.ts'

/** What a platform saw of one question. All times are epoch milliseconds. */
export interface SeenQuestion {
  readonly number: number
  /** Name of the conversation that it belongs to. */
  readonly thread: string
  /** Where it stands in its conversation: what stands below has a greater one. */
  readonly position: number
  readonly deliveredAt: number
  /** Whether the platform wants to hear that it arrived, and when it did. */
  readonly awaitsAcknowledgement: boolean
  readonly acknowledgedAt: number | undefined
  /** When people could see first that the app is at work on it, before there were words. */
  readonly firstSignAt: number | undefined
  readonly replies: readonly SeenReply[]
  /** Last change of what it was answered with. */
  readonly changedAt: number | undefined
}

/** A message that the app wrote for one question. */
export interface SeenReply {
  /** As that of the question. */
  readonly position: number
  /** Parts of the answer that it shows in the end. */
  readonly parts: readonly number[]
  readonly text: string
  /** Whether it is still in the making. */
  readonly isStreaming: boolean
  /** Whether it is an answer, of whatever words, rather than an excuse. */
  readonly isAnswer: boolean
}

export interface ChatAccount {
  readonly questions: readonly SeenQuestion[]
  /** Marks of answers with the time at which each stood where people read it first. */
  readonly shown: readonly (Mark & { readonly at: number })[]
  /** Calls by name, and how many of them were refused and why. */
  readonly calls: CallCounts
  /** What is to be known of this run besides, by what it counts. */
  readonly counts: Readonly<Record<string, number>>
  /** Of the process that plays the platform: where it is long, latencies are not the app's alone. */
  readonly longestBlockMs: number
}

export type CallCounts = Readonly<
  Record<string, { readonly all: number; readonly refused: Readonly<Record<string, number>> }>
>

/** @param calls `refusal`: why one was not taken; undefined where it was */
export function countCalls(
  calls: readonly { readonly name: string; readonly refusal: string | undefined }[],
): CallCounts {
  const counts: Record<string, { all: number; refused: Record<string, number> }> = {}
  for (const { name, refusal } of calls) {
    const count = counts[name] ?? { all: 0, refused: {} }
    counts[name] = count
    count.all += 1
    if (refusal !== undefined) count.refused[refusal] = (count.refused[refusal] ?? 0) + 1
  }
  return counts
}
