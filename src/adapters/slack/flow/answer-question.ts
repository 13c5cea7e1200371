import type { AnswerEvent } from '../../../domain/answer.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { Interruption } from '../../../domain/interruption.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import type { ReplyEnd, ReplyTask } from '../reply/replier.ts'
import { type InOrder, releaseAfterFirst } from './in-order.ts'
import { offerPrivately } from './offer-privately.ts'
import type { PendingQuestion } from './pending-question.ts'
import { prepareQuestion } from './prepare-question.ts'
import type { SlackParts } from './slack-parts.ts'

/** Answers an admitted question in its thread, from the first sign to the last block. Never throws. */
export async function answerQuestion(asked: PendingQuestion, parts: SlackParts, inOrder: InOrder): Promise<void> {
  const { running, host, options } = parts
  const turnId = turnIdOf(asked.message)
  const { asker, isDirect, message } = asked
  if (message.repeats !== undefined) await running.whenFree(turnId)
  const run = running.begin({ turnId, threadId: message.thread.id, asker, isDirect })
  if (run === undefined) return host.intake.dismiss(message)
  try {
    const task = toTask(asked, turnId, parts)
    const status = parts.replier.showStatus(task, { kind: 'thinking' }, run.signal)
    const { asked: known, end } = await replyInOrder(asked, task, parts, inOrder, run.signal)
    await status
    if (end.kind === 'answered' && !isDirect) await offerPrivately(end.answer, known, asked, parts)
  } catch (thrown) {
    const { code, details } = toKikuError(thrown)
    options.telemetry.warn('slack-question-not-answered', { code, problem: details.error })
  } finally {
    run.end()
  }
}

async function replyInOrder(
  asked: PendingQuestion,
  task: ReplyTask,
  parts: SlackParts,
  inOrder: InOrder,
  signal: AbortSignal,
): Promise<{ readonly asked: Message; readonly end: ReplyEnd }> {
  const { host, replier } = parts
  const letNext = await inOrder.enter(asked.message.thread.id)
  try {
    let message = asked.message
    // Prepared inside the stream: what goes wrong here is shown like any other failure, and settles the message.
    async function* events(): AsyncGenerator<AnswerEvent, void> {
      let isAnswering = false
      try {
        message = await prepareQuestion(asked, parts, signal)
        isAnswering = true
        yield* releaseAfterFirst(host.intake.answer(message, signal), letNext)
      } finally {
        if (!isAnswering && !(signal.reason instanceof Interruption)) await host.intake.dismiss(asked.message)
      }
    }
    const end = await replier.reply(events(), task, signal)
    return { asked: message, end }
  } finally {
    letNext()
  }
}

function toTask(asked: PendingQuestion, turnId: string, { directory, options }: SlackParts): ReplyTask {
  const { place, asker, ts, isDirect, isResumed, message } = asked
  const locale = directory.peekUser(asker.user)?.locale ?? message.locale ?? options.language
  return { place, turnId, ts, asker, locale, isDirect, isResumed }
}
