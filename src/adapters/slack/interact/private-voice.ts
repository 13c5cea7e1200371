import type { types } from '@slack/bolt'
import { z } from 'zod'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { SlackApi } from '../api/slack-api.ts'

/** Says things that one person alone sees. */
export interface PrivateVoice {
  /** Says something; where Slack allows it, in place of what was said before. @throws KikuError when no way was open */
  say(message: PrivateMessage, signal: AbortSignal): Promise<void>
}

export interface PrivateMessage {
  /** In mrkdwn: what notifications and screen readers have, and all there is where there are no blocks. */
  readonly text: string
  readonly blocks?: readonly types.KnownBlock[]
  /** Whether it takes the place of nothing. */
  readonly isBeside?: boolean
}

/** Bolt's `respond`, as far as it is used. */
export type Respond = (message: {
  readonly response_type: 'ephemeral'
  readonly replace_original: boolean
  readonly text: string
  readonly blocks?: types.KnownBlock[]
  readonly thread_ts?: string
}) => Promise<unknown>

export interface VoiceOptions {
  readonly api: SlackApi
  readonly user: string
  /** Absent where nothing can be said beside what was clicked, such as in the App Home. */
  readonly channel?: string
  readonly threadTs?: string
  /** Posts to the `response_url`: 30 minutes long, five times (docs.slack.dev/interactivity/handling-user-interaction). */
  readonly respond?: Respond
  /**
   * What a response takes the place of. `always`: what was clicked was private itself. `own`: only what this voice said
   * before. `never`: what was clicked is a message for all, which a replacement would destroy.
   */
  readonly replaces: 'always' | 'own' | 'never'
}

const SAY_MS = 10_000
const NOTHING = z.object({})

/** Speaks by the `response_url`, which works where Kiku is no member; else as an ephemeral message; else directly. */
export function createPrivateVoice(options: VoiceOptions): PrivateVoice {
  let hasSpoken = false
  let last: Promise<void> = Promise.resolve()
  const speak = async (message: PrivateMessage, signal: AbortSignal) => {
    const ways = [byResponse, byEphemeral, byDirectMessage].map((way) => way(options, message, hasSpoken, signal))
    await firstThatWorks(
      ways.filter((way) => way !== undefined),
      signal,
    )
    hasSpoken = true
  }
  return {
    say(message, signal) {
      // One after the other: an answer must not be overtaken, and then replaced, by the status before it.
      const said = last.then(() => speak(message, signal))
      last = said.catch(() => undefined)
      return said
    },
  }
}

type Way = () => Promise<unknown>

async function firstThatWorks(ways: readonly Way[], signal: AbortSignal): Promise<void> {
  let failure: unknown
  for (const way of ways) {
    signal.throwIfAborted()
    try {
      await way()
      return
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

function byResponse(options: VoiceOptions, message: PrivateMessage, hasSpoken: boolean, signal: AbortSignal) {
  const { respond, replaces, threadTs } = options
  if (respond === undefined) return undefined
  const isReplacement = replaces === 'always' || (replaces === 'own' && hasSpoken)
  const replace_original = isReplacement && message.isBeside !== true
  return (): Promise<unknown> =>
    withDeadline({ signal, timeoutMs: SAY_MS, what: 'private answer' }, () =>
      respond({ response_type: 'ephemeral', replace_original, ...content(message), ...threadOf(threadTs) }),
    )
}

function byEphemeral(options: VoiceOptions, message: PrivateMessage, _hasSpoken: boolean, signal: AbortSignal) {
  const { api, user, channel, threadTs } = options
  if (channel === undefined) return undefined
  const target = { channel, user, ...content(message), ...threadOf(threadTs) }
  return (): Promise<unknown> =>
    api.call('chat.postEphemeral', { arguments: target, schema: NOTHING, signal, timeoutMs: SAY_MS })
}

function byDirectMessage(options: VoiceOptions, message: PrivateMessage, _hasSpoken: boolean, signal: AbortSignal) {
  const target = { channel: options.user, ...content(message), unfurl_links: false, unfurl_media: false }
  return (): Promise<unknown> =>
    options.api.call('chat.postMessage', { arguments: target, schema: NOTHING, signal, timeoutMs: SAY_MS })
}

function content({ text, blocks }: PrivateMessage) {
  return blocks === undefined ? { text } : { text, blocks: [...blocks] }
}

function threadOf(threadTs: string | undefined): { thread_ts?: string } {
  return threadTs === undefined ? {} : { thread_ts: threadTs }
}
