import type { Answer } from '../../../domain/answer.ts'
import { KikuError } from '../../../domain/errors.ts'
import { Interruption } from '../../../domain/interruption.ts'
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
  /** Whether an earlier process had begun to answer. */
  readonly isResumed?: boolean
}

const NOTIFICATION_CHARACTERS = 3_000

/**
 * Answers so that the asker alone sees it, with what the asker alone may read. What the end of the process interrupts is
 * left, without a word, to the next start.
 */
export async function answerPrivately(question: PrivateQuestion, parts: SlackParts): Promise<void> {
  const { host, running, audiences } = parts
  const { message, asker, shownIn, isResumed = false } = question
  const turnId = turnIdOf(message)
  const run = running.begin({ turnId, threadId: message.thread.id, asker, isDirect: true })
  if (run === undefined) {
    await host.intake.dismiss(message)
    throw new KikuError('queue-full', 'Too many questions are waiting.', { retryable: true })
  }
  try {
    const readers = (signal: AbortSignal) => audiences.forPerson(asker.user, shownIn, signal)
    for await (const event of host.intake.answer(message, { isResumed, readers }, run.signal)) {
      if (run.signal.reason instanceof Interruption) return
      // Said before the next event is asked for, which settles the question.
      if (event.kind === 'done') await sayAnswer(event.answer, question, parts)
      if (event.kind === 'failed') await sayFailure(event.error, question, parts)
    }
  } finally {
    run.end()
  }
}

function sayAnswer(answer: Answer, { message, locale, voice }: PrivateQuestion, { signal }: SlackParts): Promise<void> {
  const text = plainText(answer.text, NOTIFICATION_CHARACTERS) || chatWords(locale).answerReady
  const blocks = privateBlocks(answer, { turnId: turnIdOf(message), locale, isPrivate: true })
  return voice.say({ text, blocks }, signal)
}

function sayFailure(
  error: KikuError,
  { message, locale, voice }: PrivateQuestion,
  { signal }: SlackParts,
): Promise<void> {
  const blocks = failureBlocks(error, { turnId: turnIdOf(message), locale, isPrivate: true })
  return voice.say({ text: `${error.message} ${error.remedy ?? ''}`.trim(), blocks }, signal)
}
