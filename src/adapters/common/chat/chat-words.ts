import type { AnswerStage } from '../../../domain/answer.ts'
import type { Decision } from '../../../domain/decision.ts'
import type { ToolWords } from './tool-words.ts'

/** What Kiku says of itself where people chat, on every platform. Plain text: what is put in is shown as it is. */
export interface ChatWords {
  /** While an answer is made. */
  readonly thinking: string
  readonly stages: Readonly<Record<AnswerStage, string>>
  /** @param position from 1: how many questions come first, itself included */
  readonly waiting: (position: number) => string
  /** The same stages as nouns, for the time that each took; others by their name. */
  readonly stageNames: Readonly<Record<string, string>>

  /** How an answer came about. */
  readonly answeredDirectly: string
  /** @param places at least one of the labels other than `direct` */
  readonly searched: (places: readonly ('knowledge' | 'history' | 'tool')[]) => string
  readonly usedEvidence: (used: number, found: number) => string
  readonly writtenBy: (model: string) => string
  readonly quoted: string
  readonly nothingFound: string
  /** @param code of the error that kept the model from writing. @param isQuoted whether sources are quoted instead */
  readonly degraded: (code: string, isQuoted: boolean) => string
  readonly reasons: Readonly<Record<string, string>>
  readonly joinReasons: (reasons: readonly string[]) => string
  readonly whyTitle: string
  readonly decidedBy: Readonly<Record<Decision['decidedBy'], string>>
  /** @param percent 0 to 100 */
  readonly confidence: (percent: number) => string
  readonly timings: string
  /** @param seconds as written, such as `1.2` */
  readonly seconds: (seconds: string) => string

  readonly sources: string
  readonly moreSources: (count: number) => string
  readonly page: (page: number) => string
  readonly slide: (slide: number) => string
  readonly line: (line: number) => string
  readonly row: (row: number) => string
  /** @param percent 0 to 100: how likely a passage matters */
  readonly relevance: (percent: number) => string
  /** What one way of searching said: the words (`lexical`), the meaning (`dense`). @param score as written, such as `0.42` */
  readonly legScore: (leg: 'lexical' | 'dense', score: string, rank: number) => string
  /** @param query written as the platform shows it */
  readonly passagesFor: (query: string) => string
  /** Both from 1. */
  readonly pageOf: (page: number, pages: number) => string
  readonly previousPage: string
  readonly nextPage: string

  /** Buttons; at most 30 characters, since platforms cut longer ones. */
  readonly stop: string
  readonly search: string
  readonly searchAnyway: string
  readonly why: string
  readonly tryAgain: string
  readonly share: string
  readonly showPrivately: string
  readonly helpful: string
  readonly notHelpful: string
  /** What screen readers say of the two; at most 75 characters. */
  readonly helpfulLabel: string
  readonly notHelpfulLabel: string

  /** What became of an answer. */
  readonly stopped: string
  readonly corrected: string
  readonly continued: string
  /** The text of a notification where the answer itself has none. */
  readonly answerReady: string
  readonly failed: string
  readonly onlyYou: string
  /** Behind a private answer that was cut. */
  readonly cutShort: string
  readonly privateOffer: string
  /** @param person a name or mention, written as the platform shows it */
  readonly sharedBy: (person: string) => string
  /** @param channel a name or mention, written as the platform shows it */
  readonly mayNotWrite: (channel: string) => string
  /** @param code of the error that came of reading the file */
  readonly fileUnread: (name: string, code: string) => string
  /** What is asked in the name of one who brings files without a word. */
  readonly summariseFiles: string
  /** Tells a model what stands between the lines that hold the boundary. */
  readonly quoting: (boundary: string) => string
  readonly thanksForFeedback: string

  readonly tools: ToolWords
}
