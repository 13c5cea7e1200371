import type { AnswerEvent } from '../../../domain/answer.ts'
import type { Audience } from '../../../domain/audience.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { Interruption } from '../../../domain/interruption.ts'
import { languageOf } from '../../../domain/language/scripts.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import { releaseAfterFirst } from '../../common/chat/in-order.ts'
import type { ReplyEnd } from '../../common/chat/reply-end.ts'
import { chatWords } from '../../common/chat/words.ts'
import { noticeMessage } from '../render/render-reply.ts'
import type { ReplyTarget, ReplyTask } from '../reply/replier.ts'
import { discordWords } from '../words/words.ts'
import type { DiscordParts } from './discord-parts.ts'
import { offerPrivately } from './offer-privately.ts'
import { openThread } from './open-thread.ts'
import type { PendingQuestion } from './pending-question.ts'
import { prepareQuestion } from './prepare-question.ts'
import { readRepliedTo } from './read-replied-to.ts'

/** Answers an admitted question, from the first sign to the last button. Never throws. */
export async function answerQuestion(asked: PendingQuestion, parts: DiscordParts): Promise<void> {
  const { running, host, options } = parts
  const { asker, message } = asked
  const turnId = turnIdOf(message)
  const about = { turnId, threadId: message.thread.id, asker }
  const run = message.repeats === undefined ? running.begin(about) : await running.takeOver(about)
  if (run === undefined) {
    options.telemetry.warn('discord-question-superseded', { running: running.size })
    // The same question under way settles itself; a repetition that another one overtook does not.
    const isUnderWay = message.repeats === undefined && running.find(turnId) !== undefined
    if (isUnderWay) return
    await host.intake.dismiss(message).catch(() => {})
    return tellSuperseded(asked, parts)
  }
  try {
    const reply = await replyInOrder(asked, turnId, parts, run.signal)
    run.complete()
    if (reply.end.kind === 'answered') await offerPrivately(reply.end.answer, reply, asked, parts)
  } catch (thrown) {
    const { code, details } = toKikuError(thrown)
    options.telemetry.warn('discord-question-not-answered', { code, problem: details.error })
  } finally {
    // What the end of the process interrupts is taken up by the next start, which needs to know where it goes.
    if (!(run.signal.reason instanceof Interruption)) await parts.pending.remove(message.id).catch(() => {})
    run.end()
  }
}

/** A response that says that Kiku is thinking would do so for a quarter of an hour. Never throws. */
async function tellSuperseded({ origin, message }: PendingQuestion, parts: DiscordParts): Promise<void> {
  if (origin.kind === 'message') return
  const { failure } = discordWords(message.locale ?? parts.options.language)
  const body = noticeMessage(failure('queue-full', {}))
  await parts.interactions.editOriginal(origin.target.ref, body, parts.signal).catch(() => {})
}

interface ShownReply {
  readonly message: Message
  /** Who read the reply when it was made. */
  readonly audience: Audience
  readonly end: ReplyEnd
}

async function replyInOrder(
  asked: PendingQuestion,
  turnId: string,
  parts: DiscordParts,
  signal: AbortSignal,
): Promise<ShownReply> {
  const { host, replier, inOrder } = parts
  showReceived(asked, turnId, parts, signal)
  const letNext = await inOrder.enter(asked.message.thread.id)
  let isAnswering = false
  async function* track(events: AsyncIterable<AnswerEvent>): AsyncGenerator<AnswerEvent, void> {
    isAnswering = true
    yield* releaseAfterFirst(events, letNext)
  }
  try {
    const task = toTask(asked, turnId, await targetOf(asked, parts, signal), parts)
    const status = replier.showStatus(task, { kind: 'thinking' }, signal)
    const message = await readRepliedTo(
      withWords({ ...asked.message, locale: task.locale }, asked),
      asked,
      parts,
      signal,
    )
    const preparation = prepareQuestion(asked, message, task.target.channelId, parts)
    const events = track(host.intake.answer(message, preparation, signal))
    const end = await replier.reply(events, task, signal)
    await status
    return { message, audience: preparation.audience(), end }
  } finally {
    letNext()
    // What never came to be answered settles here; the end of the process leaves it to the next start.
    if (!isAnswering && !(signal.reason instanceof Interruption)) await host.intake.dismiss(asked.message)
  }
}

/** Where nothing opens for a question, its asker sees at once that it has arrived, though others may come first. */
function showReceived(asked: PendingQuestion, turnId: string, parts: DiscordParts, signal: AbortSignal): void {
  const { origin, place } = asked
  if (origin.kind === 'interaction' || place.root === origin.messageId) return
  const task = toTask(asked, turnId, { kind: 'channel', channelId: origin.channelId }, parts)
  void parts.replier.showStatus(task, { kind: 'thinking' }, signal)
}

async function targetOf(asked: PendingQuestion, parts: DiscordParts, signal: AbortSignal): Promise<ReplyTarget> {
  const { origin } = asked
  if (origin.kind === 'interaction') return origin.target
  const channelId = await openThread({ ...asked, origin }, parts, signal)
  // In a thread of its own the question stands above anyway.
  return channelId === origin.channelId
    ? { kind: 'channel', channelId, replyTo: origin.messageId }
    : { kind: 'channel', channelId }
}

/** Whoever brings a file without a word wants to know what is in it. */
function withWords(message: Message, { files }: PendingQuestion): Message {
  if (message.text.trim() !== '' || files.length === 0) return message
  return { ...message, text: chatWords(message.locale ?? 'en').summariseFiles }
}

function toTask(asked: PendingQuestion, turnId: string, target: ReplyTarget, { options }: DiscordParts): ReplyTask {
  const { place, asker, isResumed, message, origin } = asked
  const known = message.locale ?? options.language
  // A command says the language that a person has Discord in; a message shows it by its words.
  const locale = origin.kind === 'interaction' ? known : languageOf(message.text, known)
  const task = { place, turnId, id: message.id, target, asker, locale, isResumed }
  // What was clicked stands above the reply to the click, unless the reply takes its place.
  const isBelow = message.repeats !== undefined && message.approved === undefined
  const isShown = target.kind === 'channel' || target.isEphemeral || isBelow
  return isShown ? task : { ...task, question: message.text }
}
