import type { Answer } from '../../../domain/answer.ts'
import { KikuError } from '../../../domain/errors.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import { chatWords } from '../../common/chat/words.ts'
import type { PrivateVoice } from '../interact/private-voice.ts'
import { plainText } from '../render/plain-text.ts'
import { failureBlocks, privateBlocks } from '../render/render-reply.ts'
import type { SlackPerson, SlackPlace } from '../slack-ids.ts'
import type { SlackParts } from './slack-parts.ts'

export interface PrivateQuestion {
  /** As it was admitted. */
  readonly message: Message
  readonly asker: SlackPerson
  /** Where it is shown: decides with the asker what may be read. */
  readonly shownIn: SlackPlace
  readonly locale: 'en' | 'ja'
  readonly voice: PrivateVoice
}

const NOTIFICATION_CHARACTERS = 3_000

/** Answers so that the asker alone sees it, with what the asker alone may read. */
export async function answerPrivately(question: PrivateQuestion, parts: SlackParts): Promise<void> {
  const { host, running, audiences } = parts
  const { message, asker, shownIn, locale, voice } = question
  const turnId = turnIdOf(message)
  const run = running.begin({ turnId, threadId: message.thread.id, asker, isDirect: true })
  if (run === undefined) throw new KikuError('queue-full', 'Too many questions are waiting.', { retryable: true })
  try {
    const audience = await audiences.forPerson(asker.user, shownIn, run.signal)
    const end = await lastEvent(host.intake.answer({ ...message, audience }, run.signal))
    if (end === undefined) return
    if ('error' in end) {
      const view = { turnId, locale, isPrivate: true }
      await voice.say(
        { text: `${end.error.message} ${end.error.remedy ?? ''}`, blocks: failureBlocks(end.error, view) },
        parts.signal,
      )
      return
    }
    const text = plainText(end.answer.text, NOTIFICATION_CHARACTERS) || chatWords(locale).answerReady
    await voice.say({ text, blocks: privateBlocks(end.answer, { turnId, locale, isPrivate: true }) }, parts.signal)
  } finally {
    run.end()
  }
}

async function lastEvent(
  events: ReturnType<SlackParts['host']['intake']['answer']>,
): Promise<{ readonly answer: Answer } | { readonly error: KikuError } | undefined> {
  for await (const event of events) {
    if (event.kind === 'done') return { answer: event.answer }
    if (event.kind === 'failed') return { error: event.error }
  }
  return undefined
}
