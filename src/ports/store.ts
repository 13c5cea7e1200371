import type { Answer } from '../domain/answer.ts'
import type { AudienceLabel } from '../domain/audience.ts'
import type { Document, Locator, Source } from '../domain/document.ts'
import type { Script } from '../domain/language/scripts.ts'
import type { Message } from '../domain/message.ts'
import type { Namespace } from '../domain/task.ts'
import type { Thread, Turn } from '../domain/thread.ts'
import type { AnswerFacts, ThreadOutline, TimePage, TimeRange } from './conversation-lists.ts'

/**
 * The single source of truth. Every promise resolves after its change would survive a kill of the process; no change
 * is half visible. Reads never block longer than the page they return, hence the keyset pagination (`after`, `limit`).
 * @throws KikuError `disk-full`, `disk-read-only`, `store-corrupt`, `store-failed` from every method
 */
export interface Store {
  readonly sources: SourceStore
  readonly documents: DocumentStore
  readonly items: ItemStore
  readonly vectors: VectorStore
  readonly conversations: ConversationStore
  readonly inbox: InboxStore
  readonly replies: ReplyStore
  readonly settings: SettingStore
  close(): Promise<void>
}

/** Identifies an index item for ever: never reused, and the content behind it never changes. */
export type ItemKey = number

/** What an index needs to know of an item to place it. */
export interface ItemHeader {
  readonly key: ItemKey
  readonly namespace: Namespace
  readonly audience: AudienceLabel
  readonly createdAt: number
  /** Set on items of the `history` namespace. */
  readonly threadId: string | null
  /** Of title and text together; the store works it out when the item is added. */
  readonly script: Script
}

/** An item with its content. */
export interface ItemRecord extends ItemHeader {
  readonly title: string
  readonly text: string
  readonly location: string
  readonly locator: Locator
  readonly documentId: string | null
}

export interface NewItem {
  readonly namespace: Namespace
  readonly audience: AudienceLabel
  readonly createdAt: number
  readonly threadId?: string
  readonly title: string
  readonly text: string
  readonly location: string
  readonly locator: Locator
  /** Vectors known by now; missing ones are filled in later (`vectors.missing`). */
  readonly vectors?: readonly SpaceVector[]
}

export interface SpaceVector {
  /** `Embedder.keySpace`. */
  readonly space: string
  readonly vector: Float32Array
}

export interface Page {
  /** Return rows with a key above this one; 0 for the first page. */
  readonly after: ItemKey
  /** At least 1. */
  readonly limit: number
}

export interface SourceStore {
  /** Adds the source, or returns the one with the same location and audience. */
  add(source: Source): Promise<Source>
  find(id: string): Promise<Source | undefined>
  list(): Promise<readonly SourceSummary[]>
  markRefreshed(id: string, at: number): Promise<void>
  /** Removes the source with all its documents. @returns the keys of the items that went with it. */
  remove(id: string): Promise<readonly ItemKey[]>
}

export interface SourceSummary extends Source {
  readonly documents: number
  readonly items: number
  readonly failures: readonly IngestFailure[]
}

/** A document that could not be read, kept so that `sources list` can say so. */
export interface IngestFailure {
  readonly location: string
  readonly code: string
  readonly message: string
  readonly at: number
}

/** Identifies a revision of a document in the making. */
export type DraftId = string

/**
 * Documents change by drafts: items are appended in small batches that nobody sees, then one short transaction
 * shows the new revision and retires the old. A process killed in between leaves a draft, which `sweep` removes.
 */
export interface DocumentStore {
  begin(document: Document): Promise<DraftId>
  /** @returns the keys of the new items, in order. */
  append(draft: DraftId, items: readonly NewItem[]): Promise<readonly ItemKey[]>
  /** Shows the draft, forgets an earlier failure at its location, and retires the document's earlier revision. */
  commit(draft: DraftId): Promise<{ readonly added: readonly ItemKey[]; readonly removed: readonly ItemKey[] }>
  discard(draft: DraftId): Promise<void>
  /** By source and location. */
  find(sourceId: string, location: string): Promise<Document | undefined>
  list(sourceId: string): Promise<readonly Document[]>
  /** @returns the keys of the items that went with it. */
  remove(documentId: string): Promise<readonly ItemKey[]>
  recordFailure(sourceId: string, failure: IngestFailure): Promise<void>
  clearFailures(sourceId: string): Promise<void>
  /**
   * Deletes rows of retired revisions and of drafts that no running process is writing, at most `limit` of them.
   * @returns how many were deleted; 0 means done.
   */
  sweep(limit: number): Promise<number>
}

export interface ItemStore {
  /** Adds items outside any document, such as turns. Visible at once. */
  add(items: readonly NewItem[]): Promise<readonly ItemKey[]>
  remove(keys: readonly ItemKey[]): Promise<void>
  /** Records in the order of the keys asked for; keys that are gone are left out. */
  get(keys: readonly ItemKey[]): Promise<readonly ItemRecord[]>
  /** Headers of visible items in ascending key order. */
  listHeaders(page: Page): Promise<readonly ItemHeader[]>
  /** The items before and after one in its document, in reading order, itself included. */
  neighbours(key: ItemKey, radius: number): Promise<readonly ItemRecord[]>
  /** Visible items of a thread in one namespace, in ascending key order, at most `limit`. */
  listOfThread(threadId: string, namespace: Namespace, limit: number): Promise<readonly ItemRecord[]>
  count(): Promise<number>
}

export interface VectorStore {
  put(space: string, vectors: readonly { readonly key: ItemKey; readonly vector: Float32Array }[]): Promise<void>
  /** Vectors of visible items of one space in ascending key order. */
  list(space: string, page: Page): Promise<readonly { readonly key: ItemKey; readonly vector: Float32Array }[]>
  /** Visible items of a namespace without a vector in the space, in ascending key order. */
  missing(space: string, namespace: Namespace, page: Page): Promise<readonly ItemRecord[]>
  countMissing(space: string, namespace: Namespace): Promise<number>
  /** Deletes vectors of all other spaces, at most `limit`. @returns how many were deleted; 0 means done. */
  dropOtherSpaces(keep: readonly string[], limit: number): Promise<number>
}

export interface ConversationStore {
  ensureThread(thread: Thread): Promise<Thread>
  findThread(id: string): Promise<Thread | undefined>
  /** Adds the turn and, when given, its history item in one transaction. @returns the item's key. */
  addTurn(turn: Turn, item?: NewItem): Promise<ItemKey | undefined>
  /** The last turns of a thread, oldest first. */
  listTurns(threadId: string, limit: number): Promise<readonly Turn[]>
  /**
   * Changes the words of a turn that its author edited, and swaps its history item; without a new one it has none.
   * A turn that is gone stays gone.
   */
  reviseTurn(turnId: string, text: string, item?: NewItem): Promise<RevisedTurn>
  /**
   * Adds items that live and die with a turn, such as the passages of a file that was attached to it; all or none.
   * @throws KikuError `store-failed` when the turn is gone
   */
  addTurnItems(turnId: string, items: readonly NewItem[]): Promise<readonly ItemKey[]>
  findTurn(turnId: string): Promise<Turn | undefined>
  /** Keeps the answer of a turn with decision, citations and timings: the trace. */
  addAnswer(turnId: string, answer: Answer): Promise<void>
  findAnswer(turnId: string): Promise<Answer | undefined>
  addFeedback(feedback: Feedback): Promise<void>
  /** Forgets what an author has said of any turn. */
  removeFeedbackOf(authorId: string): Promise<void>
  /** What authors have said of a turn, the last word of each. */
  listFeedback(turnId: string): Promise<readonly Feedback[]>
  /** Ids of threads in ascending order, of one channel or of all threads that an author has written in. */
  listThreadIds(of: ThreadFilter, page: { readonly after: string; readonly limit: number }): Promise<readonly string[]>
  /** Channels of a workspace that have threads, in ascending order. */
  listChannels(
    of: WorkspaceAddress,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly string[]>
  /** Threads of a channel in which something was asked, the one with the latest question first. */
  listThreads(of: ChannelAddress, page: TimePage): Promise<readonly ThreadOutline[]>
  /** One thread as `listThreads` gives it; undefined where nothing was asked in it. */
  findOutline(threadId: string): Promise<ThreadOutline | undefined>
  /** Gives a thread a name; an empty one takes it away. A thread that is gone stays gone. */
  nameThread(id: string, name: string): Promise<void>
  /** Answers given at or after one time and before another, the latest first. */
  listAnswers(of: TimeRange, page: TimePage): Promise<readonly AnswerFacts[]>
  /** The last turns of an author on a surface, newest first. */
  listTurnsOf(authorId: string, limit: number): Promise<readonly Turn[]>
  /** Removes turns with their answers, feedback and items. Ids that are gone are ignored. @returns the items' keys. */
  removeTurns(turnIds: readonly string[]): Promise<readonly ItemKey[]>
  /** Removes a thread with turns, answers and every item of it or of its turns. @returns the keys of the items. */
  removeThread(id: string): Promise<readonly ItemKey[]>
}

export interface RevisedTurn {
  /** Whether the turn was there. */
  readonly isFound: boolean
  readonly removed: readonly ItemKey[]
  readonly added?: ItemKey
}

/** A Slack workspace or a Discord server. */
export interface WorkspaceAddress {
  readonly surface: string
  readonly workspace: string
}

export interface ChannelAddress extends WorkspaceAddress {
  readonly channel: string
}

export type ThreadFilter =
  | ({ readonly kind: 'channel' } & ChannelAddress)
  | { readonly kind: 'author'; readonly authorId: string }

/** The messages on a platform that show the answer to a question: for buttons, reactions and restarts. */
export interface ReplyStore {
  /** Remembers that a message belongs to the reply to a turn. The same message again changes its turn. */
  add(reply: Reply): Promise<void>
  /** The turn that a message replies to. */
  find(address: ReplyAddress): Promise<Reply | undefined>
  /** The messages of a reply in the order in which they were added. */
  listByTurn(turnId: string): Promise<readonly Reply[]>
  /** Forgets those that were added before a time, at most `limit`. @returns how many went. */
  prune(before: number, limit: number): Promise<number>
}

export interface ReplyAddress {
  readonly surface: string
  readonly workspace: string
  readonly channel: string
  /** The platform's id of the message that Kiku posted. */
  readonly messageId: string
}

export interface Reply extends ReplyAddress {
  /** Id of the turn of the question (`turnIdOf`). */
  readonly turnId: string
  readonly at: number
}

export interface Feedback {
  readonly turnId: string
  readonly authorId: string
  readonly verdict: 'up' | 'down'
  readonly reason?: string
  readonly at: number
}

/**
 * `fresh`: never seen, or merely seen and not settled, since a kill may have come before it was remembered. `upgraded`: seen as a plain event, now addressed to Kiku. `duplicate`: drop it.
 */
export type Admission = 'fresh' | 'upgraded' | 'duplicate'

/** Remembers which messages were taken, keyed (surface, workspace, channel, message id), across restarts. */
export interface InboxStore {
  admit(message: Message): Promise<Admission>
  /** Marks the message as answered or given up, so that a restart does not take it again. */
  settle(message: Message, outcome: 'answered' | 'failed' | 'cancelled'): Promise<void>
  /** Addressed messages admitted at or after a time that were never settled: a kill interrupted them. */
  listUnsettled(since: number): Promise<readonly Message[]>
  /** Forgets settled messages older than a time, at most `limit`. @returns how many went. */
  prune(before: number, limit: number): Promise<number>
}

export interface SettingStore {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
  /** Settings whose names begin so, in ascending order of name. */
  list(prefix: string): Promise<readonly { readonly name: string; readonly value: string }[]>
}
