import {
  BOT_USER,
  DOCUMENTED_RATES,
  type Said,
  type SlackServer,
  startSlackServer,
} from '../../tests/fakes/slack/slack-server.ts'
import { askInTime } from '../chat/ask-in-time.ts'
import type { ChatCalls } from '../chat/chat-platform.ts'
import { talk } from '../chat/chatter.ts'
import type { PlannedQuestion } from '../chat/load-plan.ts'
import { serveRemote } from '../chat/remote.ts'
import { untilSettled } from '../chat/until-settled.ts'
import { measureWork } from '../measure/measure-work.ts'
import { isSettled, observeLoad, type SaidMention } from './observe-load.ts'

// A Slack in a process of its own, so that its work and that of the people in it do not count as Kiku's.

/** Slack calls it special; its own SDKs take it to be that of `chat.postMessage` (MethodsRateLimitTier of slack-api-client). */
const STATUS_RATE = { 'assistant.threads.setStatus': { perMinute: 60, burst: 3, per: 'channel' } } as const

let slack: SlackServer | undefined

const calls: ChatCalls = {
  async open({ rates, users, channels, keepMessages }) {
    const opened = await startSlackServer({
      ...(rates === 'documented' ? { rates: { ...DOCUMENTED_RATES, ...STATUS_RATE } } : {}),
      keepCalls: 100_000,
      keepMessages,
    })
    const people = Array.from({ length: users }, (_, at) => userId(at))
    for (const [at, id] of people.entries())
      opened.world.addUser({ id, name: `person-${at}`, locale: at % 2 === 0 ? 'en-US' : 'ja-JP' })
    for (let at = 0; at < channels; at += 1)
      opened.world.addChannel({ id: channelId(at), name: `room-${at}`, members: [...people, BOT_USER] })
    slack = opened
    const { apiUrl, botToken, appToken } = opened
    return { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, KIKU_SLACK_API_URL: apiUrl }
  },

  async load(plan) {
    const peer = opened()
    await peer.waitFor(() => peer.openSockets > 0, 'a connection')
    const { result, longestBlockMs } = await measureWork(async () => {
      const mentions = await askAll(plan, peer)
      await settle(mentions, peer)
      return mentions
    })
    return { ...observeLoad(peer, result), longestBlockMs }
  },

  async chat(chatter) {
    const peer = opened()
    await peer.waitFor(() => peer.openSockets > 0, 'a connection')
    const asked = await talk(chatter, async ({ number, user, channel, text, isQuestion }): Promise<SaidMention> => {
      const words = isQuestion ? `<@${BOT_USER}> ${escapeText(text)}` : escapeText(text)
      return { number, said: await peer.say({ user: userId(user), channel: channelId(channel), text: words }) }
    })
    await settle(asked, peer)
    return { answered: asked.filter((mention) => isSettled(mention, peer)).length }
  },
}

function askAll(plan: readonly PlannedQuestion[], peer: SlackServer): Promise<readonly SaidMention[]> {
  const roots = new Map<number, string>()
  return askInTime(plan, async ({ number, user, channel, continues, text, isRedelivered }) => {
    const thread = continues === undefined ? undefined : roots.get(continues)
    const said: Promise<Said> = peer.say({
      user: userId(user),
      channel: channelId(channel),
      text: `<@${BOT_USER}> ${escapeText(text)}`,
      order: number % 2 === 0 ? 'message-first' : 'mention-first',
      ...(thread === undefined ? {} : { threadTs: thread }),
      // Its acknowledgement gets lost.
      ...(isRedelivered ? { delivery: { dropAcks: 1 } } : {}),
    })
    // It stands there before the app has been told.
    const ts = peer.messagesIn(channelId(channel)).findLast((message) => message.user === userId(user))?.ts
    if (ts !== undefined) roots.set(number, ts)
    return { number, said: await said }
  })
}

function settle(mentions: readonly SaidMention[], peer: SlackServer): Promise<void> {
  return untilSettled(mentions, {
    isSettled: (mention) => isSettled(mention, peer),
    lastCallAt: () => peer.calls.at(-1)?.at ?? 0,
  })
}

function opened(): SlackServer {
  if (slack === undefined) throw new Error('Slack is not open.')
  return slack
}

const userId = (at: number) => `U0BENCH${at}`
const channelId = (at: number) => `C0BENCH${at}`

/** As Slack's clients write what people type. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

serveRemote(calls)
