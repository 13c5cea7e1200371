import type { types } from '@slack/bolt'
import { toKikuError } from '../../../domain/errors.ts'
import type { ReplyDraft } from '../../common/chat/reply-draft.ts'
import { ReplyStopped } from '../../common/chat/reply-end.ts'
import { refusalOf } from '../api/slack-api.ts'
import { createMarkdownStream } from '../render/create-markdown-stream.ts'
import { stopBlocks } from '../render/render-reply.ts'
import { cutSafely, openFence, type SafeCut } from './cut-safely.ts'
import { FLUSH_MS, type LiveView, NOT_SHOWN } from './live-view.ts'
import { isAmbiguous, isLimit, setbackOf } from './refusals.ts'
import { passingContent } from './reply-contents.ts'
import type { ReplyContext } from './reply-context.ts'
import type { ReplyMessage, ReplyMessages } from './reply-messages.ts'
import { createTaskCards } from './task-cards.ts'

/** Slack ends a stream about five minutes after its start, words or no words, and shows an error in its place. */
const ROLL_AGE_MS = 4 * 60_000
/** Time for the words to come to a place where they can be cut. */
const ROLL_GRACE_MS = 20_000
/** Characters of one streamed message: Slack takes about 12,000 of one message's blocks. */
const MOST_CHARACTERS = 10_500
/** Some report that Slack counts bytes: what is too long is taken to be so, and tried with a third, as for Japanese. */
const LEAST_CHARACTERS = 2_000

interface OpenStream {
  readonly message: ReplyMessage
  readonly startedAt: number
  /** What Slack has confirmed. */
  text: string
}

/** Said by `show` when streaming is refused: another view must go on. */
export class StreamingRefused extends Error {}

/**
 * Streams words with chat.startStream and appendStream (https://docs.slack.dev/reference/methods/chat.startStream), in one
 * message after the other, since none lives long or grows large. One call at a time, each with all that has gathered.
 */
export function createStreamView(context: ReplyContext, messages: ReplyMessages): LiveView {
  const { task, support, clock, telemetry } = context
  const markdown = createMarkdownStream()
  const cards = createTaskCards(task.locale)
  let read = 0
  let most = MOST_CHARACTERS
  let unsent = ''
  /** Stands before the words of the next stream. */
  let opening = ''
  let current: OpenStream | undefined
  /** A message whose stream broke, so that it must be given its words in another way. */
  let broken: { readonly message: ReplyMessage; readonly text: string } | undefined

  const start = async (draft: ReplyDraft, signal: AbortSignal): Promise<void> => {
    const words = opening + unsent
    const whole = { head: words, tail: '', opening: '' }
    const cut = words.length > most ? cutSafely('', words, most) : whole
    const isFull = support.read(task.place) === 'full'
    const stop: types.AnyChunk = { type: 'blocks', blocks: [...stopBlocks(task.turnId, task.locale)] }
    const chunks = [...(isFull ? [...cards.news(draft), stop] : []), ...wordsOf(cut.head)]
    try {
      const startedAt = clock.elapsed()
      const message = await messages.startStream(chunks, signal)
      unsent = cut.tail
      opening = cut.opening
      if (message.isFound) broken = { message, text: cut.head }
      else current = { message, startedAt, text: cut.head }
      if (isFull) cards.sent(draft)
    } catch (error) {
      // Slack allows few streams per minute; posts go on meanwhile.
      if (toKikuError(error).code === 'deadline-exceeded') {
        if (isLimit(error)) support.noteLimit()
        throw new StreamingRefused()
      }
      if (!shorten(error)) lower(error, isFull)
      return
    }
    if (current !== undefined && cut.tail !== '') await close(current, signal)
  }

  /** @returns whether shorter messages may help */
  const shorten = (error: unknown): boolean => {
    if (refusalOf(error) !== 'msg_too_long' || most <= LEAST_CHARACTERS) return false
    most = Math.max(LEAST_CHARACTERS, Math.floor(most / 3))
    return true
  }

  /** Asks less of Slack next time. @throws whatever does not speak against streaming */
  const lower = (error: unknown, isFull: boolean) => {
    const name = refusalOf(error)
    const setback = setbackOf(error)
    if (name === undefined || (setback !== 'refused' && setback !== 'unacceptable')) throw error
    const rung = isFull && name.startsWith('invalid') ? 'plain' : 'none'
    telemetry.warn('slack-streaming-refused', { error: name, rung })
    support.lower(task.place, rung, name)
    if (rung === 'none') throw new StreamingRefused()
  }

  const append = async (stream: OpenStream, words: string, draft: ReplyDraft, signal: AbortSignal): Promise<void> => {
    const news = support.read(task.place) === 'full' ? cards.news(draft) : []
    const chunks = [...news, ...wordsOf(words)]
    if (chunks.length === 0) return
    try {
      await messages.append(stream.message, chunks, signal)
      stream.text += words
      cards.sent(draft)
    } catch (error) {
      switch (setbackOf(error)) {
        case 'stopped-by-reader':
          throw new ReplyStopped('stopped')
        case 'unreachable':
          if (!isAmbiguous(error)) throw error
          break
        case 'unacceptable':
          shorten(error)
          break
        case 'stream-ended':
        case 'refused':
        case 'streaming':
          break
        default:
          throw error
      }
      telemetry.info('slack-stream-broken', { error: refusalOf(error) })
      throw new StreamBroken()
    }
  }

  /** Sends all words, in as many streams as they need. */
  const send = async (draft: ReplyDraft, signal: AbortSignal): Promise<void> => {
    await mend(signal)
    while (unsent.trim() !== '') {
      if (current === undefined) {
        await start(draft, signal)
        await mend(signal)
        continue
      }
      const stream = current
      const cut = cutFor(stream)
      try {
        await append(stream, cut.head, draft, signal)
        unsent = cut.tail
        opening = cut.opening
      } catch (error) {
        if (!(error instanceof StreamBroken)) throw error
        breakOff(stream)
        await mend(signal)
        continue
      }
      if (!cut.isLast) return
      await close(stream, signal)
    }
  }

  /** How much goes into the stream, and whether the stream ends with that. */
  const cutFor = (stream: OpenStream): SafeCut & { readonly isLast: boolean } => {
    const whole = { head: unsent, tail: '', opening: '', isLast: false }
    const age = clock.elapsed() - stream.startedAt
    const isLarge = stream.text.length + unsent.length > most
    if (!isLarge && age < ROLL_AGE_MS) return whole
    const cut = cutSafely(stream.text, unsent, most)
    const canWait = !isLarge && age < ROLL_AGE_MS + ROLL_GRACE_MS && cut.tail === '' && !/[\s.!?。！？]$/.test(unsent)
    return canWait ? whole : { ...cut, isLast: true }
  }

  /** A stream that takes nothing more: its message gets its words and what has gathered; the rest goes on elsewhere. */
  const breakOff = (stream: OpenStream): void => {
    const cut = cutSafely(stream.text, unsent, most)
    broken = { message: stream.message, text: stream.text + cut.head }
    unsent = cut.tail
    opening = cut.opening
    current = undefined
  }

  const mend = async (signal: AbortSignal): Promise<void> => {
    if (broken === undefined) return
    await messages.change(broken.message, passingContent(broken.text), signal)
    broken = undefined
  }

  /** Ends a stream that has lived long enough, and takes the Stop button from its message. */
  const close = async ({ message, text }: OpenStream, signal: AbortSignal): Promise<void> => {
    current = undefined
    try {
      await messages.change(message, passingContent(text), signal)
    } catch (error) {
      // At the end of the reply it is made right.
      if (setbackOf(error) !== 'unreachable') throw error
    }
  }

  return {
    async show(draft, signal) {
      unsent += markdown.push(draft.text.slice(read))
      read = draft.text.length
      try {
        await send(draft, signal)
        return { isComplete: true, pauseMs: FLUSH_MS }
      } catch (error) {
        if (setbackOf(error) !== 'unreachable') throw error
        return NOT_SHOWN
      }
    },
    async tend(signal) {
      const stream = current
      if (stream === undefined || clock.elapsed() - stream.startedAt < ROLL_AGE_MS) return
      const fence = openFence(stream.text)
      opening = fence === undefined ? '' : `${fence.opening}\n`
      await close(stream, signal)
    },
  }
}

class StreamBroken extends Error {}

function wordsOf(text: string): readonly types.AnyChunk[] {
  return text === '' ? [] : [{ type: 'markdown_text', text }]
}
