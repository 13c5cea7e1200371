import { z } from 'zod'
import type { AnswerEvent } from '../../../domain/answer.ts'
import { toKikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import { silentTelemetry, type Telemetry } from '../../../ports/telemetry.ts'
import type { SlackApi } from '../api/slack-api.ts'
import { type MessageContent, writeAcceptably } from './message-content.ts'
import { readEvents } from './read-events.ts'
import { type ReplyEnd, ReplyStopped } from './replier.ts'
import { answerContents, failureContents, noticeContent, stoppedContents } from './reply-contents.ts'
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
    const thinking = voice.announce(noticeContent('thinking', reply), signal)
    while (draft.end === undefined) await draft.change(LONGEST_MS)
    await thinking
    const end = await say(draft.end, draft.text, reply, voice)
    isShown = true
    return end
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
    case 'failed': {
      const contents = end.kind === 'done' ? answerContents(end.answer, reply) : failureContents('', end.error, reply)
      try {
        await voice.say(contents)
      } catch (error) {
        return { kind: 'failed', code: toKikuError(error).code }
      }
      return end.kind === 'done' ? { kind: 'answered', answer: end.answer } : { kind: 'failed', code: end.error.code }
    }
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
  const byMessage = async (content: MessageContent, signal: AbortSignal) => {
    const call = (method: string, target: object) => (written: object) =>
      api.call(method, { arguments: { ...target, ...written }, schema: DONE, signal, timeoutMs: WRITE_MS })
    const target = {
      channel,
      user,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      parse: 'none',
      link_names: false,
    }
    await writeAcceptably(content, telemetry, call('chat.postEphemeral', target))
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
