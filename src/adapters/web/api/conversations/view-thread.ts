import type { z } from '@hono/zod-openapi'
import type { Answer } from '../../../../domain/answer.ts'
import { type Audience, isBeyond } from '../../../../domain/audience.ts'
import type { Thread } from '../../../../domain/thread.ts'
import { type ApiContext, visitorOf } from '../api-context.ts'
import { type ApiDesk, audienceOf } from '../api-desk.ts'
import type { threadSchema } from '../schemas/conversations.ts'
import { showLocationTo } from '../views/show-location.ts'
import { viewAnswer } from '../views/view-answer.ts'

/** Questions with their answers, so many of the last. */
const MOST_TURNS = 400

/** A thread of whoever asks for it. */
export async function viewThread(
  thread: Thread,
  context: ApiContext,
  desk: ApiDesk,
): Promise<z.infer<typeof threadSchema>> {
  const { host } = desk
  const { records } = host.chat
  const visitor = visitorOf(context)
  const audience = audienceOf(context, desk)
  const show = showLocationTo(visitor)
  const turns = await records.listTurns(thread.id, MOST_TURNS)
  const questions = turns.filter(({ role }) => role === 'user')
  const ids = questions.map(({ id }) => id)
  const [summary, verdicts, answers] = await Promise.all([
    host.threads.find(thread.id),
    host.threads.findVerdicts(ids, visitor.id),
    Promise.all(ids.map((id) => records.findAnswer(id))),
  ])
  const exchanges = questions.map(({ id, text, createdAt }, index) => {
    const answer = answers[index]
    const feedback = verdicts.get(id)
    return {
      turnId: id,
      question: text,
      at: createdAt,
      ...(answer !== undefined && isReadable(answer, audience) ? { answer: viewAnswer(answer, show) } : {}),
      ...(feedback === undefined ? {} : { feedback }),
    }
  })
  return { id: thread.id, title: summary?.title ?? questions[0]?.text.slice(0, 80) ?? '', exchanges }
}

/** Whoever asked may have been granted less since. */
function isReadable({ audiences }: Answer, audience: Audience): boolean {
  return audiences !== undefined && !isBeyond(audiences, audience)
}
