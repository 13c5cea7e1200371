import { randomUUID } from 'node:crypto'
import { KikuError } from '../../../../domain/errors.ts'
import { type Message, turnIdOf } from '../../../../domain/message.ts'
import type { Thread, Turn } from '../../../../domain/thread.ts'
import type { Visitor } from '../../access/visitor.ts'
import type { ApiDesk } from '../api-desk.ts'
import { isOwnThread, newThread, ownMessageId } from '../own-place.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import type { AskBody } from '../schemas/answer.ts'
import { wellFormed } from '../well-formed.ts'

export interface Asker {
  readonly visitor: Visitor
  /** What the request says of itself. */
  readonly language: 'en' | 'ja'
}

/**
 * The message behind a request. Threads and turns of others look as if there were none.
 * @throws ApiProblem `not-found`, `request-invalid`; KikuError `question-too-long`, `question-empty`
 */
export async function readQuestion(body: AskBody, asker: Asker, desk: ApiDesk): Promise<Message> {
  const { visitor, language } = asker
  const now = desk.clock.now()
  const again = body.approved?.turnId ?? body.repeats
  const earlier = again === undefined ? undefined : await findEarlier(again, body, visitor, desk)
  const thread = earlier?.thread ?? (await findThread(body.threadId, visitor, desk, now))
  const text = earlier?.question.text ?? wellFormed(body.question)
  checkText(text, desk.questionCharacters)
  return {
    id: body.id ?? randomUUID(),
    thread,
    author: { id: visitor.id, displayName: visitor.name },
    text,
    receivedAt: now,
    audience: desk.host.audienceOf(visitor.labels),
    search: body.search ?? 'auto',
    locale: language,
    addressed: true,
    ...(earlier === undefined ? {} : { repeats: earlier.id, askedAt: earlier.question.createdAt }),
  }
}

interface Earlier {
  readonly id: string
  readonly question: Turn
  readonly thread: Thread
}

async function findEarlier(turnId: string, body: AskBody, visitor: Visitor, desk: ApiDesk): Promise<Earlier> {
  const { records } = desk.host.chat
  if (body.approved !== undefined && (body.repeats ?? turnId) !== turnId) throw new ApiProblem('request-invalid')
  const id = ownMessageId(turnId, visitor)
  const question = id === undefined ? undefined : await records.findQuestion(turnId)
  if (id === undefined || question === undefined || question.author.id !== visitor.id) throw new ApiProblem('not-found')
  const thread = await records.findThread(question.threadId)
  const isHere = thread !== undefined && (body.threadId ?? thread.id) === thread.id
  if (!isHere || !isOwnThread(thread, visitor)) throw new ApiProblem('not-found')
  return { id, question, thread }
}

async function findThread(
  threadId: string | undefined,
  visitor: Visitor,
  { host, running }: ApiDesk,
  now: number,
): Promise<Thread> {
  if (threadId === undefined) return newThread(visitor, randomUUID(), now)
  const thread = await host.chat.records.findThread(threadId)
  if (thread !== undefined && isOwnThread(thread, visitor)) return thread
  // The first question of a thread may not be kept yet when the next one comes.
  const uuid = threadId.startsWith(`${visitor.id}:`) ? threadId.slice(visitor.id.length + 1) : ''
  if (thread === undefined && running.hasThread(threadId)) return newThread(visitor, uuid, now)
  throw new ApiProblem('not-found')
}

/** Before it is taken: what is taken is kept. */
function checkText(text: string, limit: number): void {
  if (text.trim() === '') throw new KikuError('question-empty', 'The question is empty.')
  if (text.length <= limit) return
  throw new KikuError('question-too-long', 'The question is too long.', { details: { length: text.length, limit } })
}

/** The same question as it was taken before, with the thread in which it stands. */
export async function asTakenBefore(message: Message, { host }: Pick<ApiDesk, 'host'>): Promise<Message> {
  const question = await host.chat.records.findQuestion(turnIdOf(message))
  if (question === undefined || message.repeats !== undefined) return message
  if (question.text !== message.text) throw new ApiProblem('id-reused')
  const thread = await host.chat.records.findThread(question.threadId)
  return thread === undefined ? message : { ...message, thread }
}
