import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StreamEvent } from '../../../src/adapters/web/api/schemas/answer.ts'
import { openEventStream, readJson, sendProblem } from './http.ts'
import type { PageState } from './page-state.ts'

/** Plays the script of a question as server-sent events, and remembers the exchange. */
export async function answerQuestion(
  request: IncomingMessage,
  response: ServerResponse,
  state: PageState,
): Promise<void> {
  const body = (await readJson(request)) as { question: string; threadId?: string; repeats?: string; search?: string }
  const script = state.scripts.find(({ word }) => body.question.includes(word))
  if (script === undefined) throw new Error(`No script for the question ${body.question}.`)
  if (script.refusal !== undefined) return sendProblem(response, script.refusal)
  const threadId = body.threadId ?? `web:local:${randomUUID()}`
  const turnId = body.repeats ?? `web:local:local:${randomUUID()}`
  remember(state, threadId, turnId, body.question)
  const stream = openEventStream(response)
  stream.send('begun', { kind: 'begun', threadId, turnId })
  for (const step of script.steps) {
    if (stream.isClosed()) return
    await sleep(step.kind === 'token' ? (script.pace ?? state.pace.token) : state.pace.stage)
    stream.send(step.kind, step)
    if (step.kind === 'done') keepAnswer(state, threadId, turnId, step.answer)
  }
  if (script.end === 'cut') response.destroy()
  else if (script.end !== 'hang') stream.end()
}

function remember(state: PageState, threadId: string, turnId: string, question: string): void {
  const now = Date.now()
  const known = state.threads.find(({ id }) => id === threadId)
  if (known === undefined) {
    state.threads = [{ id: threadId, title: question, createdAt: now, updatedAt: now, questions: 1 }, ...state.threads]
  }
  const exchanges = state.exchanges.get(threadId) ?? []
  if (!exchanges.some((one) => one.turnId === turnId)) {
    state.exchanges.set(threadId, [...exchanges, { turnId, question, at: now }])
  }
}

function keepAnswer(
  state: PageState,
  threadId: string,
  turnId: string,
  answer: Extract<StreamEvent, { kind: 'done' }>['answer'],
): void {
  const exchanges = state.exchanges.get(threadId) ?? []
  state.exchanges.set(
    threadId,
    exchanges.map((one) => (one.turnId === turnId ? { ...one, answer } : one)),
  )
}
