import type { MessageBody } from '../render/message-body.ts'

/** A message of a reply as it stands in Discord. */
export interface ReplyMessage {
  /** Undefined of a deferred response that nothing was written into yet. */
  id: string | undefined
  /** The channel, thread or direct message that it stands in. */
  readonly channelId: string
  /** `own`: posted by Kiku's bot. The others belong to an interaction, whose token may change them. */
  readonly kind: 'own' | 'original' | 'follow-up'
  /** Whether an earlier try, or a call that seemed to fail, has left it, so that what it shows is not known. */
  readonly isFound: boolean
  /** What it is known to show. */
  shown: MessageBody | undefined
  /** Whether it is laid out, so that it can't become plain. */
  isLaidOut: boolean
  /** Somebody has deleted it. */
  isGone: boolean
}

/** A message that was just posted, or found in place of the post. */
export type Posted = Pick<ReplyMessage, 'channelId' | 'kind' | 'isFound' | 'isLaidOut'> & { readonly id: string }

/** Writes the messages of a reply with the rights that Kiku has there. All methods throw as `DiscordApi.call`. */
export interface Voice {
  /** @param count messages that the reply has posted before. @throws VoiceLost too */
  post(body: MessageBody, count: number, signal: AbortSignal): Promise<Posted>
  /** @returns the id; undefined when the message is nowhere to be found. @throws VoiceLost too */
  edit(message: ReplyMessage, body: MessageBody, signal: AbortSignal): Promise<string | undefined>
  /** @throws VoiceLost too */
  remove(message: ReplyMessage, signal: AbortSignal): Promise<void>
}

/** The interaction's token has expired and Kiku has no rights of its own there: the reply must go on elsewhere. */
export class VoiceLost extends Error {
  constructor() {
    super('Nothing more can be said to this interaction.')
  }
}
