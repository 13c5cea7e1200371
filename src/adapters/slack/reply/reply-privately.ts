import { z } from 'zod'
import type { AnswerEvent } from '../../../domain/answer.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import { silentTelemetry, type Telemetry } from '../../../ports/telemetry.ts'
import { refusalOf, type SlackApi } from '../api/slack-api.ts'
import { type MessageContent, writeAcceptably } from './message-content.ts'
import { readEvents } from './read-events.ts'
import { setbackOf } from './refusals.ts'
import { type ReplyEnd, ReplyStopped } from './replier.ts'
import { failureContents, privateContents, stoppedContents, thinkingContent } from './reply-contents.ts'
import { createDraft, type DraftEnd } from './reply-draft.ts'

/** Where an answer goes that one person alone sees. */
export interface PrivateReply {
  readonly api: SlackApi
  readonly channel: string
  readonly user: string
  /** The thread that it is shown in, where it is. */
  readonly threadTs?: string
  /** Posts to the `response_url`: five times, in half an hour (https://docs.slack.dev/interactivity/handling-user-interaction). */
  readonly respond?: (body: ResponseBody) => Promise<void>
  readonly turnId: string
  readonly locale: 'en' | 'ja'
  /** Whether the answer has a button that shows it to everyone in the channel. */
  readonly allowShare: boolean
  readonly telemetry?: Telemetry
}

export interface ResponseBody {
  readonly response_type: 'ephemeral'
  /** Whether it takes the place of what was responded before. */
  readonly replace_original: boolean
  readonly text: string
  readonly blocks?: MessageContent['blocks']
}

const MOST_RESPONSES = 5
const WRITE_MS = 15_000
const LONGEST_MS = 60_000
const CLOSING_MS = 30_000
const DONE = z.object({})

/**
 * Answers a person alone, such as after a slash command: a line that Kiku is at work, which the answer replaces where a
 * `response_url` allows that. Nothing is streamed, since what one person alone sees cannot be changed otherwise.
 * @returns how it ended. @throws the reason of the signal, unless it is `ReplyStopped`
 */
export async function replyPrivately(
  events: AsyncIterable<AnswerEvent>,
  reply: PrivateReply,
  signal: AbortSignal,
): Promise<ReplyEnd> {
  const draft = createDraft()
  const reading = readEvents(events, draft, signal)
  const voice = createVoice(reply)
  let isShown = false
  try {
    const thinking = voice.announce(thinkingContent(reply), signal)
    while (draft.end === undefined) await draft.change(LONGEST_MS)
    await thinking
    const end = await say(draft.end, draft.text, reply, voice)
    isShown = true
    return end
  } catch (error) {
    if (signal.aborted && !(signal.reason instanceof ReplyStopped)) throw signal.reason
    const { code } = toKikuError(error)
    reply.telemetry?.warn('private-reply-not-shown', { code, error: refusalOf(error) })
    return { kind: 'failed', code }
  } finally {
    await reading.release(isShown)
  }
}

async function say(end: DraftEnd, text: string, reply: PrivateReply, voice: Voice): Promise<ReplyEnd> {
  switch (end.kind) {
    case 'nothing':
      return { kind: 'nothing' }
    case 'aborted':
      if (!(end.reason instanceof ReplyStopped)) throw end.reason
      if (end.reason.why === 'stopped') await voice.say(stoppedContents(text, reply))
      return { kind: 'stopped' }
    case 'done':
      await voice.say(privateContents(end.answer, reply, reply.allowShare))
      return { kind: 'answered', answer: end.answer }
    case 'failed':
      await voice.say(failureContents('', end.error, reply))
      return { kind: 'failed', code: end.error.code }
  }
}

interface Voice {
  /** Says something that the next words replace; nothing where they could not. Never throws. */
  announce(content: MessageContent, signal: AbortSignal): Promise<void>
  say(contents: readonly MessageContent[]): Promise<void>
}

function createVoice({ api, channel, user, threadTs, respond, telemetry = silentTelemetry }: PrivateReply): Voice {
  let responses = 0
  let isReplacing = false

  const byResponse = async (content: MessageContent, signal: AbortSignal) => {
    if (respond === undefined || responses >= MOST_RESPONSES) return false
    responses += 1
    const { text, blocks } = content
    const body = { response_type: 'ephemeral', replace_original: isReplacing, text, blocks } as const
    await withDeadline({ signal, timeoutMs: WRITE_MS, what: 'private answer' }, () => respond(body))
    return true
  }
  const post = (method: string, target: object, content: MessageContent, signal: AbortSignal) => {
    const posting = { ...target, parse: 'none', link_names: false }
    return writeAcceptably(content, telemetry, (written) =>
      api.call(method, { arguments: { ...posting, ...written }, schema: DONE, signal, timeoutMs: WRITE_MS }),
    )
  }
  /** As an ephemeral message; directly where Kiku is not in the channel. */
  const byMessage = async (content: MessageContent, signal: AbortSignal) => {
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
    try {
      await post('chat.postEphemeral', { channel, user, ...thread }, content, signal)
    } catch (error) {
      const setback = setbackOf(error)
      if (setback !== 'gone' && setback !== 'forbidden' && setback !== 'refused') throw error
      await post('chat.postMessage', { channel: user, unfurl_links: false, unfurl_media: false }, content, signal)
    }
  }

  return {
    async announce(content, signal) {
      isReplacing = false
      isReplacing = await byResponse(content, signal).catch(() => false)
    },
    async say(contents) {
      const signal = AbortSignal.timeout(CLOSING_MS)
      for (const content of contents) {
        const isSaid = await byResponse(content, signal).catch(() => false)
        isReplacing = false
        if (!isSaid) await byMessage(content, signal)
      }
    },
  }
}
