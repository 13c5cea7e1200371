import type { SearchMode } from '../../../domain/message.ts'
import type { PendingCall } from '../../../domain/tool.ts'
import type { ChatHost } from '../../../ports/chat-host.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { SlackApi, SlackIdentity } from '../api/slack-api.ts'
import type { SlackDirectory } from '../directory/directory.ts'
import type { AudienceResolver } from '../directory/resolve-audience.ts'
import type { ChannelSwitches } from '../history/channel-switches.ts'
import type { SlackPerson, SlackPlace } from '../slack-ids.ts'
import type { PrivateVoice } from './private-voice.ts'

/** What commands, buttons, shortcuts and forms need of the rest. */
export interface InteractionDesk {
  readonly host: ChatHost
  readonly api: SlackApi
  readonly identity: SlackIdentity
  readonly directory: SlackDirectory
  readonly audiences: AudienceResolver
  readonly channels: ChannelSwitches
  readonly answers: AnswerDesk
  readonly backfill: BackfillDesk
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** Language where a person's own is not known, and of what a whole channel reads. */
  readonly language: 'en' | 'ja'
  /** Aborts when the surface stops; what is under way ends then. */
  readonly signal: AbortSignal
}

/** Answers that a click or a command asks for, and those that are being written. */
export interface AnswerDesk {
  /**
   * Answers in a thread, for everyone there. Resolves when the answer has ended; that it failed, too, is said in the thread.
   * @throws KikuError when it could not be admitted
   */
  ask(question: AskedQuestion): Promise<void>
  /**
   * Answers so that the asker alone sees it: the audience is `audiences.forPerson(asker.user, shownIn)`, and what is said
   * goes through `voice` (five posts at most). Resolves when the answer, or why there is none, has been said.
   * @throws as `ask`
   */
  askPrivately(question: AskedPrivately): Promise<void>
  /** An answer that is being written or waits for its turn. */
  running(turnId: string): { readonly asker: SlackPerson } | undefined
  /** Ends an answer that is running. @returns whether there was one */
  stop(turnId: string, why: 'stopped'): boolean
  /** Ends answers whose question is about to be forgotten, and takes back what was shown of them. */
  stopWhere(isMeant: (about: { readonly threadId: string; readonly asker: SlackPerson }) => boolean): void
  /**
   * Posts a private answer for all to see. Where it draws on what the readers there may not read, the question is asked
   * again for them instead (`asked-again`). `gone`: the answer is no longer kept.
   */
  share(turnId: string, by: SlackPerson, place: SharePlace): Promise<'shared' | 'asked-again' | 'gone'>
}

interface Asked {
  /** Names the message in the inbox, once per click. Letters, digits, `.`, `_` and `-`. */
  readonly id: string
  /** Where the answer is kept. Of a private one, the thread is a private one (`private-…`). */
  readonly place: SlackPlace
  readonly asker: SlackPerson
  /** The asker's own words. */
  readonly text: string
  /**
   * Messages of others that the question is about. The model gets them behind the text (`withQuote`); nothing else of the
   * answer's trace keeps them, since whoever wrote the messages may delete them later.
   */
  readonly quoted?: string
  readonly search: SearchMode
  readonly locale: 'en' | 'ja'
  /** A call that the asker has approved, for which the question is answered anew. */
  readonly approved?: PendingCall
}

export interface AskedQuestion extends Asked {
  /** Timestamp of the message that holds the question. */
  readonly ts: string
  readonly isDirect: boolean
  /** Set when an earlier question is answered once more: its message's id. `id` is a new one then. */
  readonly repeats?: string
  /** Whether the asker has had a private answer to it, which need not be offered then. */
  readonly isShared?: boolean
}

export interface AskedPrivately extends Asked {
  /** Where it is shown, whose channel the asker is in: decides with the asker what may be read. */
  readonly shownIn: SlackPlace
  readonly voice: PrivateVoice
}

/** Where a private answer is shared. Without a thread it becomes a message of its own in the channel. */
export interface SharePlace {
  readonly team: string
  readonly channel: string
  readonly threadTs?: string
}

/** Reads what was written in a channel before. */
export interface BackfillDesk {
  /** Begins to read, or goes on where it stopped. Resolves as soon as that is noted. @param days back from now, 1 to 365 */
  start(channel: string, days: number): Promise<void>
  state(channel: string): Promise<BackfillState>
  /** Ends the reading. When it resolves, nothing more of the channel is taken in. */
  cancel(channel: string): Promise<void>
}

export type BackfillState =
  | { readonly kind: 'none' }
  /** `messages`: taken in so far. */
  | { readonly kind: 'running'; readonly messages: number }
  | { readonly kind: 'done'; readonly messages: number; readonly at: number }
  | { readonly kind: 'failed'; readonly messages: number }
