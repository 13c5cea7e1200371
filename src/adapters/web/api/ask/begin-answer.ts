import type { AnswerEvent } from '../../../../domain/answer.ts'
import { isBeyond } from '../../../../domain/audience.ts'
import { KikuError } from '../../../../domain/errors.ts'
import { type Message, turnIdOf } from '../../../../domain/message.ts'
import type { PendingCall } from '../../../../domain/tool.ts'
import type { Run } from '../../../common/chat/running-answers.ts'
import type { ApiDesk } from '../api-desk.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import type { AskBody } from '../schemas/answer.ts'
import { asTakenBefore } from './read-question.ts'

/** An answer that has begun. Its events must be read to their end, which comes soon once it was stopped. */
export interface BegunAnswer {
  readonly turnId: string
  readonly threadId: string
  /** Ends with `done` or `failed`. */
  readonly events: AsyncIterable<AnswerEvent>
  /** Stops it: nobody waits for it any more. */
  stop(): void
}

/**
 * Takes a question, once. The same id again gives the stored answer, or answers anew where there is none; a repetition of
 * a question takes the place of what is under way for it.
 * @throws ApiProblem `question-running`, `id-reused`, `call-decided`, `call-expired`, `not-found`; KikuError `queue-full`
 */
export async function beginAnswer(asked: Message, approved: AskBody['approved'], desk: ApiDesk): Promise<BegunAnswer> {
  const turnId = turnIdOf(asked)
  const { run, end } = await takePlace(asked, approved !== undefined, desk)
  try {
    const taken = await take(asked, approved, desk)
    return {
      turnId,
      threadId: taken.message.thread.id,
      events: endingWith(toEvents(taken, run, desk), end),
      stop: () => void desk.running.stop(turnId, 'stopped'),
    }
  } catch (thrown) {
    end()
    throw thrown
  }
}

interface Place {
  readonly run: Run
  readonly end: () => void
}

async function takePlace(message: Message, isApproved: boolean, { running }: ApiDesk): Promise<Place> {
  const turnId = turnIdOf(message)
  let markEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    markEnded = resolve
  })
  const about = { turnId, threadId: message.thread.id, isApproved, ended }
  const before = running.find(turnId)
  const isRepetition = message.repeats !== undefined
  // An approved call is not to be broken off by a second click.
  if (before !== undefined && (!isRepetition || before.isApproved)) throw new ApiProblem('question-running')
  if (before !== undefined) running.stop(turnId, 'stopped')
  const run = isRepetition ? await running.takeOver(about) : running.begin(about)
  if (run === undefined) throw new KikuError('queue-full', 'Too many answers are under way.', { retryable: true })
  return {
    run,
    end() {
      run.end()
      markEnded()
    },
  }
}

interface Taken {
  readonly message: Message
  /** `stored`: it was taken before, so what is stored is given again. `run`: the same, and nothing else may be. */
  readonly kind: 'new' | 'stored' | 'run'
}

async function take(asked: Message, approved: AskBody['approved'], desk: ApiDesk): Promise<Taken> {
  if (approved !== undefined) {
    const call = await approve(asked, approved, desk)
    if (call === undefined) return { message: asked, kind: 'run' }
    const message = { ...asked, approved: call }
    await desk.host.chat.intake.admit(message)
    return { message, kind: 'new' }
  }
  const admission = await desk.host.chat.intake.admit(asked)
  if (admission !== 'duplicate') return { message: asked, kind: 'new' }
  // Of a question itself the intake knows what is stored.
  return { message: await asTakenBefore(asked, desk), kind: asked.repeats === undefined ? 'new' : 'stored' }
}

/** @returns the call, or undefined where its outcome can be given again */
async function approve(
  { author }: Message,
  { turnId, callId }: NonNullable<AskBody['approved']>,
  { host }: ApiDesk,
): Promise<PendingCall | undefined> {
  const outcome = await host.chat.approvals.decide({ turnId, callId, by: author.id, isApproved: true })
  switch (outcome.kind) {
    case 'approved':
      return outcome.call
    case 'decided': {
      const answer = await host.chat.records.findAnswer(turnId)
      // The answer that still asks for it was declined, or is being made anew.
      if (answer === undefined || answer.pending?.callId === callId) throw new ApiProblem('call-decided')
      return undefined
    }
    case 'expired':
      throw new ApiProblem('call-expired')
    case 'declined':
    case 'not-yours':
    case 'gone':
      throw new ApiProblem('not-found')
  }
}

async function* toEvents({ message, kind }: Taken, { signal }: Run, desk: ApiDesk): AsyncGenerator<AnswerEvent> {
  const { intake, records } = desk.host.chat
  if (kind !== 'new') {
    const answer = await records.findAnswer(turnIdOf(message))
    if (answer?.audiences !== undefined && !isBeyond(answer.audiences, message.audience)) {
      yield { kind: 'done', answer }
      return
    }
    // The call behind it was run once; what came of it is no more for this reader.
    if (kind === 'run') throw new ApiProblem('call-decided')
  }
  yield* intake.answer(message, { readers: async () => message.audience }, signal)
}

async function* endingWith(events: AsyncIterable<AnswerEvent>, end: () => void): AsyncGenerator<AnswerEvent> {
  try {
    yield* events
  } finally {
    end()
  }
}
