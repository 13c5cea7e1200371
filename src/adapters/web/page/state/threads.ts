import type { Problem } from '../../api/schemas/common.ts'
import type { ThreadSummaryView } from '../../api/schemas/conversations.ts'
import { deleteThread, fetchThreads, renameThread } from '../api/conversations.ts'
import { toProblem } from '../api/problem.ts'
import { readWords } from '../text/current-words.ts'
import { describeProblem } from '../text/describe-problem.ts'
import { changeAt, conversationStore, forgetConversation } from './conversations.ts'
import { goTo, placeStore } from './navigation.ts'
import { notify } from './notices.ts'
import { createStore } from './store.ts'

interface Threads {
  readonly list: readonly ThreadSummaryView[]
  readonly next?: string
  readonly load: 'loading' | 'ready' | 'more'
  readonly problem?: Problem
}

const UNDO_MS = 8_000

export const threadStore = createStore<Threads>({ list: [], load: 'loading' })

/** Threads that go as soon as the time for undoing is over. */
const leaving = new Map<string, ReturnType<typeof setTimeout>>()
window.addEventListener('pagehide', () => {
  for (const id of [...leaving.keys()]) finishDeletion(id)
})

export async function loadThreads(): Promise<void> {
  try {
    const { threads, next } = await fetchThreads()
    threadStore.write({ list: visible(threads), load: 'ready', ...(next === undefined ? {} : { next }) })
  } catch (thrown) {
    threadStore.update(({ list }) => ({ list, load: 'ready', problem: toProblem(thrown) }))
  }
}

export async function loadMoreThreads(): Promise<void> {
  const before = threadStore.read()
  if (before.next === undefined || before.load !== 'ready') return
  threadStore.write({ ...before, load: 'more' })
  try {
    const { threads, next } = await fetchThreads(before.next)
    threadStore.update(({ list }) => {
      const known = new Set(list.map(({ id }) => id))
      const more = visible(threads).filter(({ id }) => !known.has(id))
      return { list: [...list, ...more], load: 'ready', ...(next === undefined ? {} : { next }) }
    })
  } catch (thrown) {
    threadStore.write({ ...before, problem: toProblem(thrown) })
  }
}

/** Puts a thread on top of the list when a question is asked in it. */
export function noteQuestion(id: string, title: string): void {
  threadStore.update((threads) => {
    const now = Date.now()
    const known = threads.list.find((thread) => thread.id === id) ?? { id, title, createdAt: now, questions: 0 }
    const first = { ...known, updatedAt: now, questions: known.questions + 1 }
    return { ...threads, list: [first, ...threads.list.filter((thread) => thread.id !== id)] }
  })
}

export async function nameThread(id: string, title: string): Promise<void> {
  const before = threadStore.read().list.find((thread) => thread.id === id)?.title ?? ''
  showTitle(id, title)
  try {
    await renameThread(id, title)
  } catch (thrown) {
    showTitle(id, before)
    notify(describeProblem(toProblem(thrown), readWords()).title, { tone: 'bad' })
  }
}

/** Takes a thread off the list at once; the server forgets it when the time for undoing is over. */
export function removeThread(id: string): void {
  const { shell } = readWords()
  const before = threadStore.read().list
  threadStore.update((threads) => ({ ...threads, list: threads.list.filter((thread) => thread.id !== id) }))
  const place = placeStore.read()
  if (place.view === 'ask' && place.threadId === id) goTo({ view: 'ask' })
  leaving.set(
    id,
    setTimeout(() => finishDeletion(id), UNDO_MS),
  )
  const undo = () => {
    clearTimeout(leaving.get(id))
    leaving.delete(id)
    threadStore.update((threads) => ({ ...threads, list: before }))
    goTo({ view: 'ask', threadId: id })
  }
  notify(shell.threadDeleted, { action: { label: shell.undo, run: undo } })
}

function finishDeletion(id: string): void {
  clearTimeout(leaving.get(id))
  leaving.delete(id)
  forgetConversation(id)
  deleteThread(id).catch((thrown: unknown) => {
    notify(describeProblem(toProblem(thrown), readWords()).title, { tone: 'bad' })
    void loadThreads()
  })
}

function showTitle(id: string, title: string): void {
  threadStore.update((threads) => ({
    ...threads,
    list: threads.list.map((thread) => (thread.id === id && title !== '' ? { ...thread, title } : thread)),
  }))
  const open = conversationStore.read().all.find(({ threadId }) => threadId === id)
  if (open !== undefined && title !== '') changeAt(open.key, { kind: 'renamed', title })
}

function visible(threads: readonly ThreadSummaryView[]): ThreadSummaryView[] {
  return threads.filter(({ id }) => !leaving.has(id))
}
