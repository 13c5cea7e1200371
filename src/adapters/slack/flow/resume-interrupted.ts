import type { AnswerEvent } from '../../../domain/answer.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import type { InOrder } from '../../common/chat/in-order.ts'
import { ReplyStopped } from '../../common/chat/reply-end.ts'
import { resumeThreads } from '../../common/chat/resume-threads.ts'
import { findArrived } from '../history/find-arrived.ts'
import { createPrivateVoice } from '../interact/private-voice.ts'
import { parseThreadId } from '../slack-ids.ts'
import { answerPrivately } from './answer-privately.ts'
import { answerQuestion } from './answer-question.ts'
import { askedBefore, type PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'

/** Takes up the questions that the end of an earlier process interrupted, those of a thread in their order. Never throws. */
export async function resumeInterrupted(
  messages: readonly Message[],
  parts: SlackParts,
  inOrder: InOrder,
): Promise<void> {
  const { options, identity } = parts
  try {
    const own = messages.filter(({ thread }) => thread.workspace === identity.team)
    if (own.length > 0) options.telemetry.info('slack-answers-resumed', { questions: own.length })
    await resumeThreads(own, (message) => resume(message, parts, inOrder))
  } catch (thrown) {
    options.telemetry.warn('slack-resume-failed', { code: toKikuError(thrown).code })
  }
}

async function resume(message: Message, parts: SlackParts, inOrder: InOrder): Promise<void> {
  const { host, options } = parts
  const asked = askedBefore(message)
  try {
    if (parts.signal.aborted) return
    if (asked === undefined) return await host.intake.dismiss(message)
    if (parseThreadId(message.thread.id)?.isPrivate === true) return await resumePrivately(asked, parts)
    const current = await refresh(asked, parts)
    if (current !== undefined) return await answerQuestion(current, parts, inOrder)
    await host.intake.dismiss(message)
    await withdraw(asked, parts)
  } catch (thrown) {
    options.telemetry.warn('slack-resume-failed', { code: toKikuError(thrown).code })
  }
}

/**
 * The question as it stands in Slack now, with its files. What Kiku itself posted for somebody ('Ask about this message', a
 * shared question) stays as it was admitted. @returns undefined when it was deleted meanwhile
 */
async function refresh(asked: PendingQuestion, parts: SlackParts): Promise<PendingQuestion | undefined> {
  if (asked.message.repeats !== undefined) return asked
  const found = await findArrived(asked.place, asked.ts, parts, parts.signal)
  switch (found.kind) {
    case 'gone':
      return undefined
    case 'own':
    case 'unknown':
      return asked
    case 'found': {
      const { text, files } = found.arrived
      return { ...asked, files, message: { ...asked.message, text } }
    }
  }
}

/** Takes back what was shown of an answer to a question that is gone. */
async function withdraw(asked: PendingQuestion, { replier, options }: SlackParts): Promise<void> {
  const { place, asker, ts, isDirect, message } = asked
  const locale = message.locale ?? options.language
  const task = { place, asker, ts, isDirect, locale, turnId: turnIdOf(message), isResumed: true }
  await replier.reply(nothing(), task, AbortSignal.abort(new ReplyStopped('deleted')))
}

async function* nothing(): AsyncGenerator<AnswerEvent, void> {}

async function resumePrivately({ message, asker, place }: PendingQuestion, parts: SlackParts): Promise<void> {
  const { api, options } = parts
  const voice = createPrivateVoice({ api, user: asker.user, channel: place.channel, replaces: 'never' })
  const locale = message.locale ?? options.language
  await answerPrivately({ message, asker, shownIn: place, locale, voice, isResumed: true }, parts)
}
