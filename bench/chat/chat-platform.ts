import type { Chatter } from './chatter.ts'
import type { LoadShape, PlannedQuestion } from './load-plan.ts'
import type { ChatAccount } from './observation.ts'

/** A chat platform that the product is measured on, and what stands beside the product there. */
export interface ChatPlatform {
  readonly name: 'slack' | 'discord'
  readonly shape: LoadShape
  /** Program of a process that plays the platform: it answers `ChatCalls`. */
  readonly program: URL
  readonly words: PlatformWords
  /** Starts what one writes in an afternoon. Its libraries are loaded by this. */
  startBare(connection: Connection, modelUrl: string): Promise<{ stop(): Promise<unknown> }>
}

/** Words of the report. */
export interface PlatformWords {
  readonly platform: string
  readonly bareApp: string
  /** What the load consists of. */
  readonly questions: string
  /** What comes first of all. */
  readonly acknowledgement: string
  /** Columns of the table of calls, with the calls that each counts. */
  readonly calls: Readonly<Record<string, string>>
  /** Why a call was refused that came too soon. */
  readonly tooSoon: string
}

/** Variables by which an app finds the platform. */
export type Connection = Readonly<Record<string, string>>

export interface ChatSetting {
  /** The platform's published limits, or none. */
  readonly rates: 'documented' | 'none'
  readonly users: number
  readonly channels: number
  /** Messages that a channel keeps, where the platform can forget. */
  readonly keepMessages: number
}

/** What the process of a platform can be asked for. */
export type ChatCalls = {
  open(setting: ChatSetting): Promise<Connection>
  /** Asks what was planned, waits until all of it is settled or the app is silent, and says what became of it. */
  load(plan: readonly PlannedQuestion[]): Promise<ChatAccount>
  /** People talk among themselves and now and then ask something. Resolves when all questions are answered. */
  chat(chatter: Chatter): Promise<{ readonly answered: number }>
}
