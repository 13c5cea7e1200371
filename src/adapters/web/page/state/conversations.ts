import { fetchThread } from '../api/conversations.ts'
import { toProblem } from '../api/problem.ts'
import { type Conversation, type ConversationChange, changeConversation, isAnswering } from './conversation.ts'
import { goTo, placeStore } from './navigation.ts'
import { createStore } from './store.ts'

interface Conversations {
  readonly all: readonly Conversation[]
  /** The key of the one that has no question yet. */
  readonly blank: string
}

/** Conversations that are kept while the page is open: an answer goes on when another thread is looked at. */
const MOST = 20

export const conversationStore = createStore<Conversations>({ all: [], blank: crypto.randomUUID() })

/** The conversation that a place shows; for a thread that was not opened yet, one that is loading. */
export function conversationAt({ all, blank }: Conversations, threadId: string | undefined): Conversation {
  const found = all.find((one) => (threadId === undefined ? one.key === blank : one.threadId === threadId))
  if (found !== undefined) return found
  if (threadId === undefined) return { key: blank, title: '', exchanges: [], load: { kind: 'ready' } }
  return { key: threadId, threadId, title: '', exchanges: [], load: { kind: 'loading' } }
}

export function changeAt(key: string, change: ConversationChange): void {
  conversationStore.update((state) => {
    const before = state.all.find((one) => one.key === key)
    const begun = before ?? conversationAt(state, key === state.blank ? undefined : key)
    const after = changeConversation(begun, change)
    const others = state.all.filter((one) => one.key !== key)
    return { ...state, all: [after, ...drop(others)] }
  })
}

export function findConversation(key: string): Conversation | undefined {
  return conversationStore.read().all.find((one) => one.key === key)
}

/**
 * A thread that has just begun gets its own address, and the empty page is free for another one.
 * @param before the thread that the conversation was until now, where it was one
 */
export function settleThread(key: string, threadId: string, before: string | undefined): void {
  const { blank } = conversationStore.read()
  if (threadId === before) return
  if (key === blank) conversationStore.update((state) => ({ ...state, blank: crypto.randomUUID() }))
  const place = placeStore.read()
  if (place.view === 'ask' && place.threadId === before) goTo({ view: 'ask', threadId }, { replace: true })
}

export async function loadConversation(threadId: string, signal: AbortSignal): Promise<void> {
  try {
    const thread = await fetchThread(threadId, signal)
    changeAt(threadId, { kind: 'loaded', thread })
  } catch (thrown) {
    if (!signal.aborted) changeAt(threadId, { kind: 'load-failed', problem: toProblem(thrown) })
  }
}

export function forgetConversation(threadId: string): void {
  conversationStore.update((state) => ({ ...state, all: state.all.filter((one) => one.threadId !== threadId) }))
}

function drop(conversations: readonly Conversation[]): Conversation[] {
  return conversations.filter((one, index) => index < MOST - 1 || isAnswering(one))
}
