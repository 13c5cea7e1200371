import type { Answer, AnswerStage } from '../../domain/answer.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import type { SurfaceName } from '../../domain/thread.ts'
import type { ToolOutcome } from '../../domain/tool.ts'
import type { IngestReport } from '../../kiku.ts'
import type { ChatWords } from '../dependencies.ts'

/** Everything that the command line says in its own words, one object per language. */
export interface Strings {
  readonly locale: string
  readonly stages: Readonly<Record<AnswerStage, string>>
  readonly sources: string
  readonly corrected: string
  readonly page: (page: number) => string
  readonly slide: (slide: number) => string
  readonly line: (line: number) => string
  readonly row: (row: number) => string
  readonly searched: Readonly<Record<'knowledge' | 'history' | 'tool', string>>
  readonly answeredDirectly: string
  readonly why: (reasons: readonly string[]) => string
  /** Known reasons of the router; others are shown by their name. */
  readonly reasons: Readonly<Record<string, string>>
  readonly usedEvidence: (used: number, found: number) => string
  /** Empty where there is nothing to say, as of a greeting. */
  readonly writtenBy: (answer: Answer) => string
  readonly degraded: (code: string) => string
  readonly readingHandbook: string
  readonly progress: (done: number, total: number, chunks: number, rate: number, left: string | null) => string
  readonly ingested: (report: IngestReport, seconds: number) => string
  readonly failures: (count: number) => string
  readonly watching: string
  readonly noSources: string
  readonly noResults: string
  readonly sourceColumns: readonly string[]
  readonly removed: (documents: number, items: number) => string
  readonly notRemembered: string
  readonly ready: string
  readonly readyWithoutTerminal: string
  readonly pageStarted: (url: string) => string
  readonly surfaceStarted: (name: SurfaceName) => string
  readonly surfaceNotStarted: (name: SurfaceName, isRetrying: boolean) => string
  readonly stopping: string
  readonly chat: ChatWords
  readonly doctorStates: Readonly<Record<'ok' | 'off' | 'warning' | 'broken', string>>
  readonly evaluationSteps: Readonly<Record<'index' | 'search' | 'route' | 'embed', string>>
  readonly embedding: EmbeddingStrings
  readonly discord: DiscordStrings
  readonly tools: ToolStrings
  readonly seeLog: (file: string) => string
  /** Short names of errors, put before the English message in other languages. Empty in English. */
  readonly errors: Readonly<Partial<Record<ErrorCode, string>>>
}

/** What `kiku embed` says. */
export interface EmbeddingStrings {
  readonly embedder: (about: {
    readonly id: string
    readonly preset: string
    readonly dimension: number
    readonly task: string
    readonly side: string
  }) => string
  /** @param rank in a search for the same text */
  readonly fusedRank: (rank: number) => string
  readonly notRanked: string
}

/** What `kiku discord` says. */
export interface DiscordStrings {
  /** @param servers in how many; 0 means everywhere */
  readonly registration: (outcome: 'registered' | 'unchanged' | 'removed', servers: number) => string
  readonly keepServers: string
  readonly addToServer: string
  readonly permissions: string
  readonly addToAccount: string
  readonly noAccounts: string
}

/** What is said of tools, and of calls that wait for approval. */
export interface ToolStrings {
  /** While a tool is at work. */
  readonly calling: (tool: string) => string
  /** Above the arguments of a call that waits. */
  readonly wouldCall: (tool: string) => string
  readonly approve: string
  readonly notDone: string
  /** Nothing was entered in time. */
  readonly noReply: string
  readonly tooLong: string
  /** Where nobody can be asked. */
  readonly approvalNeeded: string
  /** @param tools each with how likely it fits */
  readonly considered: (tools: readonly string[]) => string
  readonly called: (calls: readonly string[]) => string
  readonly outcomes: Readonly<Record<ToolOutcome, string>>
}
