import { toKikuError } from '../../../domain/errors.ts'
import type { Message } from '../../../domain/message.ts'
import { findArrived } from '../history/find-arrived.ts'
import type { InteractionDesk } from '../interact/interaction-desk.ts'
import { createPrivateVoice } from '../interact/private-voice.ts'
import { parseThreadId } from '../slack-ids.ts'
import { answerPrivately } from './answer-privately.ts'
import { answerQuestion } from './answer-question.ts'
import type { InOrder } from './in-order.ts'
import { askedBefore, type PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'

/** Takes up the questions that the end of an earlier process interrupted. Never throws. */
export async function resumeInterrupted(parts: SlackParts, desk: InteractionDesk, inOrder: InOrder): Promise<void> {
  const { host, options, identity } = parts
  try {
    const messages = await host.intake.listInterrupted('slack')
    const own = messages.filter(({ thread }) => thread.workspace === identity.team)
    if (own.length > 0) options.telemetry.info('slack-answers-resumed', { questions: own.length })
    await Promise.all(own.map((message) => resume(message, parts, desk, inOrder)))
  } catch (thrown) {
    options.telemetry.warn('slack-resume-failed', { code: toKikuError(thrown).code })
  }
}

async function resume(message: Message, parts: SlackParts, desk: InteractionDesk, inOrder: InOrder): Promise<void> {
  const { host } = parts
  const asked = askedBefore(message)
  if (asked === undefined) return host.intake.dismiss(message)
  try {
    if (parseThreadId(message.thread.id)?.isPrivate === true) return await resumePrivately(asked, parts)
    const current = await refresh(asked, parts)
    if (current === undefined) return await host.intake.dismiss(message)
    await answerQuestion(current, parts, inOrder)
  } catch (thrown) {
    desk.telemetry.warn('slack-resume-failed', { code: toKikuError(thrown).code })
  }
}

/** The question as it stands in Slack now, with its files. @returns undefined when it was deleted meanwhile */
async function refresh(asked: PendingQuestion, parts: SlackParts): Promise<PendingQuestion | undefined> {
  if (asked.message.repeats !== undefined) return asked
  const found = await findArrived(asked.place, asked.ts, parts, parts.signal)
  switch (found.kind) {
    case 'gone':
      return undefined
    case 'unknown':
      return asked
    case 'found': {
      const { text, files } = found.arrived
      return { ...asked, files, message: { ...asked.message, text } }
    }
  }
}

async function resumePrivately({ message, asker, place }: PendingQuestion, parts: SlackParts): Promise<void> {
  const { api, options } = parts
  const voice = createPrivateVoice({ api, user: asker.user, channel: place.channel, replaces: 'never' })
  const locale = message.locale ?? options.language
  await answerPrivately({ message, asker, shownIn: place, locale, voice }, parts)
}
