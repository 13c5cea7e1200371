import type { Audience } from '../domain/audience.ts'
import type { KikuError } from '../domain/errors.ts'
import type { ChatHost } from './chat-host.ts'
import type { Embedder } from './embedder.ts'
import type { InsightReader } from './insight.ts'
import type { PassageReader } from './passage-reader.ts'
import type { SourceDesk } from './source-desk.ts'
import type { ThreadShelf } from './thread-shelf.ts'

/** What the page and the HTTP API may ask of Kiku: what a chat platform may, and what takes a screen to show. */
export interface WebHost {
  readonly chat: ChatHost
  readonly threads: ThreadShelf
  readonly passages: PassageReader
  readonly sources: SourceDesk
  readonly insight: InsightReader
  readonly embedder: Embedder
  /** What is on, and what is not. Quick: nothing is asked over a network. */
  readonly state: () => WebState
  /** The sentence for a user about an error, which holds nothing of the error's own text. */
  readonly explain: (error: KikuError, language: 'en' | 'ja') => KikuError
  /** What somebody may read who has been granted these labels: nothing is added to them. */
  readonly audienceOf: (labels: readonly string[]) => Audience
}

export interface WebState {
  readonly version: string
  /** Whether questions can be answered now. */
  readonly isReady: boolean
  /** The model that answers; null where none is configured or found, so that sources are quoted. */
  readonly model: { readonly name: string; readonly isReachable: boolean } | null
  readonly sources: number
  /** Of them, those that are not Kiku's own handbook. */
  readonly ownSources: number
  readonly passages: number
}
