import type { WireObject } from './wire.ts'

/** A message that stands in a channel. Changed in place as people and the app change it. */
export interface SlackMessage {
  readonly channel: string
  readonly ts: string
  readonly user: string
  /** The author's workspace. */
  readonly team: string
  readonly bot?: string
  /** The message that the thread hangs on; its own `ts` once it has replies. */
  threadTs?: string
  readonly subtype?: string
  readonly files: readonly WireObject[]
  text: string
  /** Whether the text was given as `markdown_text`. */
  isMarkdown: boolean
  blocks: readonly WireObject[]
  /** What was streamed, in order; empty for messages that were posted at once, and after an update. */
  parts: readonly StreamPart[]
  streaming: 'in_progress' | 'completed' | 'errored' | undefined
  /** Epoch milliseconds. */
  streamStartedAt: number
  metadata: WireObject | undefined
  /** Who edited it last, and when. */
  edited: { readonly user: string; readonly ts: string } | undefined
  edits: number
  /** Names of reactions with those who gave them. */
  readonly reactions: Map<string, Set<string>>
  /** The head of a thread that was deleted: replies remain. */
  isTombstone: boolean
  /** Addresses that Slack shows a preview of. */
  attachments: readonly WireObject[]
}

export type StreamPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'task'; readonly id: string; readonly task: WireObject }
  | { readonly kind: 'plan'; readonly title: string }
  | { readonly kind: 'blocks'; readonly blocks: readonly WireObject[] }

export type NewMessage = Pick<SlackMessage, 'channel' | 'user' | 'text'> &
  Partial<Omit<SlackMessage, 'channel' | 'user' | 'text' | 'reactions'>>

export function createMessage(message: NewMessage & { readonly ts: string; readonly team: string }): SlackMessage {
  return {
    files: [],
    isMarkdown: false,
    blocks: [],
    parts: [],
    streaming: undefined,
    streamStartedAt: 0,
    metadata: undefined,
    edited: undefined,
    edits: 0,
    isTombstone: false,
    attachments: [],
    ...message,
    reactions: new Map(),
  }
}

/** The blocks of a message, also those that were streamed, in which buttons can be clicked. */
export function blocksOf(message: SlackMessage): readonly WireObject[] {
  const streamed = message.parts.flatMap((part) => (part.kind === 'blocks' ? part.blocks : []))
  return [...streamed, ...message.blocks]
}

/** The text of a message that was streamed, joined. */
export function streamedTextOf({ parts }: SlackMessage): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
}
