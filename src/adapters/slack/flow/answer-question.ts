import type { AnswerEvent } from '../../../domain/answer.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { Interruption } from '../../../domain/interruption.ts'
import { languageOf } from '../../../domain/language/scripts.ts'
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
  const { asker, isDirect, message, isShared } = asked
  if (message.repeats !== undefined) await running.whenFree(turnId)
  const run = running.begin({ turnId, threadId: message.thread.id, asker, isDirect })
  if (run === undefined) return host.intake.dismiss(message)
  try {
    const task = toTask(asked, turnId, parts)
    const status = parts.replier.showStatus(task, { kind: 'thinking' }, run.signal)
    const { asked: known, end } = await replyInOrder(asked, task, parts, inOrder, run.signal)
    run.complete()
    await status
    if (end.kind === 'answered' && !isDirect && isShared !== true) await offerPrivately(end.answer, known, asked, parts)
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
  const { host, replier, directory } = parts
  const letNext = await inOrder.enter(asked.message.thread.id)
  let message = asked.message
  let isAnswering = false
  // Prepared inside the stream: what goes wrong here is shown like any other failure.
  async function* events(): AsyncGenerator<AnswerEvent, void> {
    message = await prepareQuestion(asked, parts, signal)
    isAnswering = true
    yield* releaseAfterFirst(host.intake.answer(message, signal), letNext)
  }
  try {
    const person = await directory.findUser(asked.asker.user, signal).catch(() => undefined)
    const end = await replier.reply(events(), { ...task, locale: person?.locale ?? task.locale }, signal)
    return { asked: message, end }
  } finally {
    letNext()
    // What never came to be answered settles here; the end of the process leaves it to the next start.
    if (!isAnswering && !(signal.reason instanceof Interruption)) await host.intake.dismiss(asked.message)
  }
}

function toTask(asked: PendingQuestion, turnId: string, { directory, options }: SlackParts): ReplyTask {
  const { place, asker, ts, isDirect, isResumed, message } = asked
  // Until Slack has told: people mostly write to Kiku in the language that they have Slack in.
  const locale = directory.peekUser(asker.user)?.locale ?? message.locale ?? languageOf(message.text, options.language)
  return { place, turnId, ts, asker, locale, isDirect, isResumed }
}
