import type { AskBody, StreamEvent } from '../../api/schemas/answer.ts'
import { streamAnswer } from '../api/ask.ts'
import { fetchThread } from '../api/conversations.ts'
import { localProblem, ProblemError } from '../api/problem.ts'
import { plainText } from '../markdown/plain-text.ts'
import { readWords } from '../text/current-words.ts'
import { changeAt, findConversation, settleThread } from './conversations.ts'
import { keepDraft } from './drafts.ts'
import { announce } from './notices.ts'
import { doubtSession } from './session.ts'
import { createStepQueue, type StepQueue } from './step-queue.ts'
import { noteQuestion } from './threads.ts'
import { waitToReconnect } from './wait-to-reconnect.ts'

export type SearchMode = 'auto' | 'always' | 'never'

interface Run {
  readonly conversation: string
  readonly exchange: string
  readonly body: AskBody
  readonly signal: AbortSignal
}

const running = new Map<string, AbortController>()
const NOT_FOUND = 404
const SIGNED_OUT = 401
const RECONNECT_SECONDS = [1, 2, 4, 8, 15]

export function askQuestion(conversation: string, question: string, search: SearchMode): void {
  const exchange = crypto.randomUUID()
  changeAt(conversation, { kind: 'asked', exchange, question, at: Date.now() })
  const threadId = findConversation(conversation)?.threadId
  const body = { question, search, id: exchange, ...(threadId === undefined ? {} : { threadId }) }
  start(conversation, exchange, body)
}

/** Answers a question of the thread anew: as it was, with a search, or with a call that was approved. */
export function answerAgain(
  conversation: string,
  exchange: string,
  { search = 'auto', approved }: { readonly search?: SearchMode; readonly approved?: string } = {},
): void {
  const { threadId, exchanges = [] } = findConversation(conversation) ?? {}
  const known = exchanges.find(({ key }) => key === exchange)
  if (known === undefined) return
  changeAt(conversation, { kind: 'asked-again', exchange })
  start(conversation, exchange, {
    question: known.question,
    search,
    id: crypto.randomUUID(),
    ...(threadId === undefined ? {} : { threadId }),
    ...repetition(known.turnId, approved),
  })
}

export function stopAnswer(exchange: string): void {
  running.get(exchange)?.abort()
}

function repetition(turnId: string | undefined, callId: string | undefined): Partial<AskBody> {
  if (turnId === undefined) return {}
  return callId === undefined ? { repeats: turnId } : { repeats: turnId, approved: { turnId, callId } }
}

function start(conversation: string, exchange: string, body: AskBody): void {
  running.get(exchange)?.abort()
  const controller = new AbortController()
  running.set(exchange, controller)
  void runAnswer({ conversation, exchange, body, signal: controller.signal }).finally(() => {
    if (running.get(exchange) === controller) running.delete(exchange)
  })
}

/** Follows an answer to its end, over as many connections as it takes. */
async function runAnswer(run: Run): Promise<void> {
  const { conversation, exchange, signal } = run
  const queue = createStepQueue((steps) => changeAt(conversation, { kind: 'advanced', exchange, steps }))
  let next = run
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await streamOnce(next, queue)
    queue.flush()
    if (outcome === 'over') return
    if (outcome === 'lost' && attempt === 0) doubtSession()
    if (outcome === 'unknown') {
      next = { ...run, body: asNewQuestion(run) }
      continue
    }
    const seconds = RECONNECT_SECONDS[attempt]
    if (seconds === undefined) {
      queue.add({ kind: 'failed', problem: localProblem('offline') })
      return queue.flush()
    }
    queue.add({ kind: 'lost' })
    queue.flush()
    announce(readWords().ask.reconnecting)
    await waitToReconnect(seconds * 1000, signal)
    const answer = signal.aborted ? undefined : await lookUp(run)
    if (answer !== undefined) {
      queue.add({ kind: 'done', answer })
      return queue.flush()
    }
    if (!signal.aborted) {
      changeAt(conversation, { kind: 'asked-again', exchange })
      next = { ...run, body: { ...run.body, ...repeatIfTaken(run) } }
    }
  }
}

/**
 * `over`: the answer has ended, one way or another. `lost`: the connection broke off. `unknown`: the question that is to be
 * answered again was never kept, since its answer was stopped too early.
 */
type Outcome = 'over' | 'lost' | 'unknown'

async function streamOnce({ conversation, exchange, body, signal }: Run, queue: StepQueue): Promise<Outcome> {
  try {
    signal.throwIfAborted()
    for await (const event of streamAnswer(body, signal)) {
      if (event.kind === 'begun') begin(conversation, exchange, event)
      else queue.add(event)
      tell(event)
      if (event.kind === 'failed' || (event.kind === 'done' && event.answer.degraded !== undefined)) doubtSession()
      if (event.kind === 'done' || event.kind === 'failed') return 'over'
    }
    return 'lost'
  } catch (thrown) {
    if (signal.aborted) {
      queue.add({ kind: 'stopped' })
      announce(readWords().ask.stopped)
      return 'over'
    }
    // A browser tells neither what broke off nor why: whatever is no answer of the server is a connection that was lost.
    if (!(thrown instanceof ProblemError)) return 'lost'
    const { status, code } = thrown.problem
    // The server is still at it, for the connection that was lost before.
    if (code === 'question-running') return 'lost'
    if (status === NOT_FOUND && body.repeats !== undefined && body.approved === undefined) return 'unknown'
    if (status === SIGNED_OUT) keepDraft(body.threadId, body.question)
    queue.add({ kind: 'failed', problem: thrown.problem })
    return 'over'
  }
}

function begin(conversation: string, exchange: string, { threadId, turnId }: { threadId: string; turnId: string }) {
  const before = findConversation(conversation)?.threadId
  changeAt(conversation, { kind: 'begun', exchange, threadId, turnId })
  settleThread(conversation, threadId, before)
  const known = findConversation(conversation)
  if (known !== undefined) noteQuestion(threadId, known.title)
}

/** The answer, where it was finished while nobody listened. */
async function lookUp({ conversation, exchange, body, signal }: Run) {
  const { threadId, exchanges = [] } = findConversation(conversation) ?? {}
  const turnId = exchanges.find(({ key }) => key === exchange)?.turnId
  if (threadId === undefined || turnId === undefined || body.repeats !== undefined) return undefined
  try {
    const thread = await fetchThread(threadId, signal)
    return thread.exchanges.find((one) => one.turnId === turnId)?.answer
  } catch {
    return undefined
  }
}

/** A question that the server has taken is asked again as a repetition, under a new id; else it is sent once more as it was. */
function repeatIfTaken({ conversation, exchange, body }: Run): Partial<AskBody> {
  const { threadId, exchanges = [] } = findConversation(conversation) ?? {}
  const turnId = exchanges.find(({ key }) => key === exchange)?.turnId
  if (threadId === undefined || turnId === undefined || body.repeats !== undefined) return {}
  return { threadId, repeats: turnId, id: crypto.randomUUID() }
}

/** Asks what was never kept as if for the first time; its thread was not kept either where nothing else stands in it. */
function asNewQuestion({ conversation, exchange, body }: Run): AskBody {
  const { threadId, exchanges = [] } = findConversation(conversation) ?? {}
  const isKept = exchanges.some(({ key, answer }) => key !== exchange && answer !== undefined)
  const { question, search } = body
  const begun = { question, ...(search === undefined ? {} : { search }), id: crypto.randomUUID() }
  return isKept && threadId !== undefined ? { ...begun, threadId } : begun
}

function tell(event: StreamEvent): void {
  const { ask } = readWords()
  if (event.kind === 'status') announce(ask.stages[event.stage])
  if (event.kind === 'approval-needed') announce(ask.approvalNeeded)
  if (event.kind === 'failed') announce(event.problem.title)
  if (event.kind === 'done') announce(ask.announceAnswer(plainText(event.answer.text), event.answer.citations.length))
}
