import type { AnswerEvent } from '../../../domain/answer.ts'
import type { Audience } from '../../../domain/audience.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { Interruption } from '../../../domain/interruption.ts'
import { languageOf } from '../../../domain/language/scripts.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import { type InOrder, releaseAfterFirst } from '../../common/chat/in-order.ts'
import type { ReplyEnd } from '../../common/chat/reply-end.ts'
import { chatWords } from '../../common/chat/words.ts'
import type { SlackUser } from '../directory/directory.ts'
import type { ReplyTask } from '../reply/replier.ts'
import { offerPrivately } from './offer-privately.ts'
import type { PendingQuestion } from './pending-question.ts'
import { prepareQuestion } from './prepare-question.ts'
import type { SlackParts } from './slack-parts.ts'

/** Answers an admitted question in its thread, from the first sign to the last block. Never throws. */
export async function answerQuestion(asked: PendingQuestion, parts: SlackParts, inOrder: InOrder): Promise<void> {
  const { running, host, options } = parts
  const turnId = turnIdOf(asked.message)
  const { asker, isDirect, message, isShared } = asked
  const about = { turnId, threadId: message.thread.id, asker, isDirect }
  const run = message.repeats === undefined ? running.begin(about) : await running.takeOver(about)
  if (run === undefined) {
    options.telemetry.warn('slack-question-superseded', { running: running.size })
    // The same question under way settles itself; a repetition that another one overtook does not.
    const isUnderWay = message.repeats === undefined && running.find(turnId) !== undefined
    return isUnderWay ? undefined : host.intake.dismiss(message)
  }
  try {
    const task = toTask(asked, turnId, parts)
    const status = parts.replier.showStatus(task, { kind: 'thinking' }, run.signal)
    const reply = await replyInOrder(asked, task, parts, inOrder, run.signal)
    run.complete()
    await status
    if (reply.end.kind === 'answered' && !isDirect && isShared !== true) {
      await offerPrivately(reply.end.answer, reply, asked, parts)
    }
  } catch (thrown) {
    const { code, details } = toKikuError(thrown)
    options.telemetry.warn('slack-question-not-answered', { code, problem: details.error })
  } finally {
    run.end()
  }
}

interface ShownReply {
  /** The question with its author's name and language. */
  readonly message: Message
  /** Who read the reply when it was made. */
  readonly audience: Audience
  readonly end: ReplyEnd
}

async function replyInOrder(
  asked: PendingQuestion,
  task: ReplyTask,
  parts: SlackParts,
  inOrder: InOrder,
  signal: AbortSignal,
): Promise<ShownReply> {
  const { host, replier, directory, options } = parts
  const letNext = await inOrder.enter(asked.message.thread.id)
  let isAnswering = false
  async function* track(events: AsyncIterable<AnswerEvent>): AsyncGenerator<AnswerEvent, void> {
    isAnswering = true
    yield* releaseAfterFirst(events, letNext)
  }
  try {
    const person = await directory.findUser(asked.asker.user, signal).catch(() => undefined)
    const message = withWords(asPerson(asked.message, person), asked, options.language)
    const preparation = prepareQuestion(asked, message, parts)
    const events = track(host.intake.answer(message, preparation, signal))
    const end = await replier.reply(events, { ...task, locale: person?.locale ?? task.locale }, signal)
    return { message, audience: preparation.audience(), end }
  } finally {
    letNext()
    // What never came to be answered settles here; the end of the process leaves it to the next start.
    if (!isAnswering && !(signal.reason instanceof Interruption)) await host.intake.dismiss(asked.message)
  }
}

function asPerson(message: Message, person: SlackUser | undefined): Message {
  if (person === undefined) return message
  const author = { ...message.author, displayName: person.name }
  return { ...message, author, ...(person.locale === undefined ? {} : { locale: person.locale }) }
}

/** Whoever brings a file without a word wants to know what is in it. */
function withWords(message: Message, { files }: PendingQuestion, language: 'en' | 'ja'): Message {
  if (message.text.trim() !== '' || files.length === 0) return message
  return { ...message, text: chatWords(message.locale ?? language).summariseFiles }
}

function toTask(asked: PendingQuestion, turnId: string, { directory, options }: SlackParts): ReplyTask {
  const { place, asker, ts, isDirect, isResumed, message } = asked
  // Until Slack has told: people mostly write to Kiku in the language that they have Slack in.
  const locale = directory.peekUser(asker.user)?.locale ?? message.locale ?? languageOf(message.text, options.language)
  return { place, turnId, ts, asker, locale, isDirect, isResumed }
}
