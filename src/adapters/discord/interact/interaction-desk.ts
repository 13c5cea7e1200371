import type { SearchMode } from '../../../domain/message.ts'
import type { PendingCall } from '../../../domain/tool.ts'
import type { ChatHost } from '../../../ports/chat-host.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { RunningAnswer } from '../../common/chat/running-answers.ts'
import type { DiscordApi, DiscordIdentity } from '../api/discord-api.ts'
import type { InteractionApi } from '../api/interaction-api.ts'
import type { DiscordDirectory } from '../directory/directory.ts'
import type { AudienceResolver } from '../directory/resolve-audience.ts'
import type { DiscordPlace, MessageAddress } from '../discord-ids.ts'
import type { BackfillDesk } from '../history/backfill-desk.ts'
import type { GuildSwitches } from '../history/guild-switches.ts'
import type { ArrivedFile, ArrivedUser, InteractionPlace } from '../receive/arrival.ts'
import type { ReplyTarget } from '../reply/replier.ts'

/** What commands, buttons, menus and forms need of the rest. */
export interface InteractionDesk {
  readonly host: ChatHost
  readonly api: DiscordApi
  readonly interactions: InteractionApi
  readonly identity: DiscordIdentity
  readonly directory: DiscordDirectory
  readonly audiences: AudienceResolver
  readonly switches: GuildSwitches
  readonly answers: AnswerDesk
  readonly backfill: BackfillDesk
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** Language where a person's own is not known, and of what a whole channel reads. */
  readonly language: 'en' | 'ja'
  /** Aborts when the surface stops; what is under way ends then. */
  readonly signal: AbortSignal
}

/** Answers that a command or click asks for, and those that are being written. */
export interface AnswerDesk {
  /**
   * Where what is asked here belongs: the conversation of the thread or direct message, else a new one. Private ones always
   * begin anew. @param name of the new conversation: the id of the command or click
   */
  placeFor(where: InteractionPlace, name: string, isPrivate: boolean, signal: AbortSignal): Promise<DiscordPlace>
  /**
   * Answers; the interaction was deferred (`isEphemeral` of the target says how). Resolves when the answer has ended; that
   * it failed, too, is said there.
   * @throws KikuError when it could not be admitted
   */
  ask(question: AskedQuestion): Promise<void>
  /** An answer that is being written or waits for its turn. */
  running(turnId: string): DiscordAnswer | undefined
  /** Ends an answer that is running. @returns whether there was one */
  stop(turnId: string, why: 'stopped'): boolean
  /** Ends answers whose question is about to be forgotten, and takes back what was shown of them. */
  stopWhere(isMeant: (about: DiscordAnswer) => boolean): void
}

/** An answer in the making. */
export interface DiscordAnswer extends RunningAnswer {
  /** User id. */
  readonly asker: string
}

export interface AskedQuestion {
  /** Names the message in the inbox, once per click: the interaction's id, or `<id of the question>~<interaction's id>`. */
  readonly id: string
  /** Where the answer is kept. */
  readonly place: DiscordPlace
  readonly asker: ArrivedUser
  /** The asker's own words. */
  readonly text: string
  /** Messages of others that the question is about, lent to the model for this answer alone (`withQuote`). */
  readonly quoted?: string
  readonly search: SearchMode
  readonly locale: 'en' | 'ja'
  readonly target: ReplyTarget
  readonly files: readonly ArrivedFile[]
  /** The message that asked an earlier question, when it is asked again: it may reply to another one. */
  readonly askedIn?: MessageAddress
  /** Set when an earlier question is answered once more: its message's id. `id` is a new one then. */
  readonly repeats?: string
  /** A call that the asker has approved, for which the question is answered anew. */
  readonly approved?: PendingCall
}
