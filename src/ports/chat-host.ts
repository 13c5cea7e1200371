import type { Answer, AnswerEvent } from '../domain/answer.ts'
import type { Audience, AudienceLabel } from '../domain/audience.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Message } from '../domain/message.ts'
import type { SurfaceName, Thread, Turn } from '../domain/thread.ts'
import type { PendingCall } from '../domain/tool.ts'
import type { LoadableFile } from './document-loader.ts'
import type { Admission, Feedback, ReplyStore, SettingStore, SourceSummary } from './store.ts'

/** What a chat platform's surface may ask of Kiku. Built by the core; surfaces bring nothing but messages and clicks. */
export interface ChatHost {
  readonly intake: Intake
  readonly memory: Memory
  readonly records: Records
  readonly library: Library
  readonly approvals: Approvals
  /** The messages in which Kiku's replies stand. */
  readonly replies: ReplyStore
  /** Small values of a surface, such as the switches of a channel. Names begin with the surface's name. */
  readonly settings: SettingStore
}

/** Takes messages in, exactly once each. */
export interface Intake {
  /**
   * Takes a message durably, before the platform is told that it arrived. Quick: nothing but a write. The audience may be
   * the narrowest (no labels) at this time; `answer` is given the real one.
   */
  admit(message: Message): Promise<Admission>
  /**
   * Answers a message that was admitted. Where its answer was stored before a kill, and its readers may still read all that
   * it draws on, that one is given again (`done`, and nothing else). Settles the message when the loop ends, unless an
   * `Interruption` ended it. Breaking out of the loop stops the answer.
   */
  answer(message: Message, preparation: Preparation, signal: AbortSignal): AsyncIterable<AnswerEvent>
  /** Admits and remembers a message that does not address Kiku, so that it can be found later; a repeat does nothing. */
  observe(message: Message): Promise<void>
  /** Gives up a message that was admitted, such as one deleted before its turn came. */
  dismiss(message: Message): Promise<void>
  /** Messages of a surface that were admitted and never settled, oldest first: a kill interrupted them. */
  listInterrupted(surface: SurfaceName): Promise<readonly Message[]>
  /**
   * Whether a message in a thread that Kiku takes part in, written without naming Kiku, wants an answer: a question or a
   * request, not thanks, not talk among people.
   */
  expectsAnswer(message: Message): Promise<boolean>
}

/** What is found out about a message while it waits for its turn. What goes wrong in it is explained like any failure. */
export interface Preparation {
  /** Before the message waits for a place: reads what was attached, for example. */
  prepare?(signal: AbortSignal): Promise<void>
  /** When its turn has come: who will read the reply, as of now. Asked again before a stored answer is given. */
  readers(signal: AbortSignal): Promise<Audience>
  /** Whether an earlier process admitted it: then the quotas, which counted it once, are not asked again. */
  readonly isResumed?: boolean
}

/** Changes what is remembered. Whatever is forgotten is gone from the index when the promise resolves. */
export interface Memory {
  /** The words of a message were edited. @returns whether it was remembered at all */
  revise(message: Message): Promise<boolean>
  /** Forgets messages, with their answers and attachments. @param turnIds of questions, as `turnIdOf` gives them */
  forgetTurns(turnIds: readonly string[]): Promise<Forgotten>
  forgetThread(threadId: string): Promise<Forgotten>
  forgetChannel(channel: {
    readonly surface: SurfaceName
    readonly workspace: string
    readonly channel: string
  }): Promise<Forgotten>
  /** Forgets all channels of a workspace that Kiku has left. */
  forgetWorkspace(workspace: { readonly surface: SurfaceName; readonly workspace: string }): Promise<Forgotten>
  /** Channels of a workspace that something is remembered of. At most 1,000. */
  listChannels(workspace: { readonly surface: SurfaceName; readonly workspace: string }): Promise<readonly string[]>
  /** Forgets everything that a person wrote and was answered. */
  forgetAuthor(authorId: string): Promise<Forgotten>
  /** Reads files as evidence for one thread only. They go when the message goes. One that cannot be read costs itself only. */
  attach(message: Message, files: readonly LoadableFile[], signal: AbortSignal): Promise<readonly Attachment[]>
}

export interface Forgotten {
  /** Messages, Kiku's answers included. */
  readonly turns: number
}

/** What became of one attached file. */
export interface Attachment {
  readonly location: string
  /** Passages that can be found now. */
  readonly passages: number
  /** Code of a `KikuError` when it could not be read. */
  readonly error?: string
}

/** Looks up what was asked, answered and thought of it. */
export interface Records {
  findThread(threadId: string): Promise<Thread | undefined>
  /** Whether Kiku has answered in the thread. */
  takesPart(threadId: string): Promise<boolean>
  /** The message behind a turn id. */
  findQuestion(turnId: string): Promise<Turn | undefined>
  /** The answer to the message behind a turn id, as last given. */
  findAnswer(turnId: string): Promise<Answer | undefined>
  /** Whether everything that an answer cites is still there: what was forgotten since must not be shown to others anew. */
  isIntact(answer: Answer): Promise<boolean>
  /** The last questions of a person and their answers, newest first. */
  listRecent(authorId: string, limit: number): Promise<readonly { readonly question: Turn; readonly answer: Answer }[]>
  /** The last turns of a thread, oldest first. */
  listTurns(threadId: string, limit: number): Promise<readonly Turn[]>
  /** @param feedback with the id of the *question's* turn; it is kept with the answer's trace */
  giveFeedback(feedback: Feedback): Promise<void>
}

/** Decides about calls that may change something. */
export interface Approvals {
  /**
   * Takes the decision about the call that an answer waits for. Whoever may approve asks the question again then, with the
   * approved call (`Message.approved`, `Message.repeats`); each call is decided once.
   */
  decide(decision: ApprovalDecision): Promise<ApprovalOutcome>
}

export interface ApprovalDecision {
  /** Of the question. */
  readonly turnId: string
  readonly callId: string
  /** Author id of whoever decides. */
  readonly by: string
  readonly isApproved: boolean
}

export type ApprovalOutcome =
  | { readonly kind: 'approved'; readonly call: PendingCall }
  | { readonly kind: 'declined' }
  /** Only the asker decides. */
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'decided' }
  /** The question was forgotten, or answered anew. */
  | { readonly kind: 'gone' }

/** What can be searched. */
export interface Library {
  search(request: LibrarySearch, signal: AbortSignal): Promise<readonly Evidence[]>
  /** Sources that an audience may read. */
  listSources(audience: Audience): Promise<readonly SourceSummary[]>
  /**
   * Whether places that only the asker may read hold something clearly better than an answer that others read too.
   * @param privately labels that the asker may read and the answer's readers may not
   */
  hasBetter(answer: Answer, privately: readonly AudienceLabel[], signal: AbortSignal): Promise<boolean>
}

export interface LibrarySearch {
  readonly text: string
  readonly audience: Audience
  readonly limit: number
}
