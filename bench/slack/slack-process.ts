import { setTimeout as sleep } from 'node:timers/promises'
import {
  BOT_USER,
  DOCUMENTED_RATES,
  type Said,
  type SlackServer,
  startSlackServer,
} from '../../tests/fakes/slack/slack-server.ts'
import { measureWork } from '../measure/measure-work.ts'
import type { PlannedMention } from './load-plan.ts'
import { writeMark } from './marks.ts'
import type { SlackAccount } from './observation.ts'
import { isSettled, observeLoad, type SaidMention } from './observe-load.ts'
import { serveRemote } from './remote.ts'

// A Slack in a process of its own, so that its work and that of the people in it do not count as Kiku's.

export interface SlackSetting {
  /** Slack's published limits, or none. */
  readonly rates: 'documented' | 'none'
  readonly users: number
  readonly channels: number
  /** Messages that a channel keeps. */
  readonly keepMessages: number
}

export interface SlackAccess {
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
}

export interface Chatter {
  /** Numbers of the first message and of the one behind the last. */
  readonly from: number
  readonly to: number
  /** One in so many is a question. */
  readonly questionEvery: number
  readonly users: number
  readonly channels: number
  readonly texts: readonly string[]
}

/** Slack calls it special; its own SDKs take it to be that of `chat.postMessage` (MethodsRateLimitTier of slack-api-client). */
const STATUS_RATE = { 'assistant.threads.setStatus': { perMinute: 60, burst: 3, per: 'channel' } } as const
/** The load counts as over when the app has been silent for so long. */
const SILENCE_MS = 30_000
const LONGEST_MS = 9 * 60_000
/** Messages of chatter on their way at once. */
const AT_ONCE = 8

let slack: SlackServer | undefined

const calls = {
  async open({ rates, users, channels, keepMessages }: SlackSetting): Promise<SlackAccess> {
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
    return { apiUrl, botToken, appToken }
  },

  /** Says what was planned, waits until all of it is settled or the app is silent, and says what became of it. */
  async load(plan: readonly PlannedMention[]): Promise<SlackAccount> {
    const peer = opened()
    await peer.waitFor(() => peer.openSockets > 0, 'a connection')
    const { result, longestBlockMs } = await measureWork(async () => {
      const mentions = await sayAll(plan, peer)
      await untilSettled(mentions, peer)
      return mentions
    })
    return { ...observeLoad(peer, result), longestBlockMs }
  },

  /** People talk among themselves and now and then ask something. Resolves when all questions are answered. */
  async chat({ from, to, questionEvery, texts, users, channels }: Chatter): Promise<{ readonly answered: number }> {
    const peer = opened()
    await peer.waitFor(() => peer.openSockets > 0, 'a connection')
    const asked: SaidMention[] = []
    let next = from
    const talk = async () => {
      while (next < to) {
        const number = next++
        const isQuestion = number % questionEvery === 0
        const text = escapeText(texts[number % texts.length]!)
        const round = Math.floor(number / questionEvery)
        const said = await peer.say({
          user: userId((number + round) % users),
          channel: channelId(round % channels),
          text: isQuestion ? `<@${BOT_USER}> ${text} ${writeMark({ question: number, part: 0 })}` : text,
        })
        if (isQuestion) asked.push({ number, said })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, talk))
    await untilSettled(asked, peer)
    return { answered: asked.filter((mention) => isSettled(mention, peer)).length }
  },
}

export type SlackCalls = typeof calls

async function sayAll(plan: readonly PlannedMention[], peer: SlackServer): Promise<readonly SaidMention[]> {
  const start = performance.now()
  const roots = new Map<number, string>()
  const saying: Promise<SaidMention>[] = []
  for (const { number, user, channel, continues, atMs, text, isRedelivered } of plan) {
    const wait = start + atMs - performance.now()
    if (wait > 0) await sleep(wait)
    const thread = continues === undefined ? undefined : roots.get(continues)
    const said: Promise<Said> = peer.say({
      user: userId(user),
      channel: channelId(channel),
      text: `<@${BOT_USER}> ${escapeText(text)}`,
      order: number % 2 === 0 ? 'message-first' : 'mention-first',
      ...(thread === undefined ? {} : { threadTs: thread }),
      ...(isRedelivered ? { delivery: { dropAcks: 1 } } : {}),
    })
    // It stands there before the app has been told.
    const ts = peer.messagesIn(channelId(channel)).findLast((message) => message.user === userId(user))?.ts
    if (ts !== undefined) roots.set(number, ts)
    saying.push(said.then((result) => ({ number, said: result })))
  }
  return Promise.all(saying)
}

async function untilSettled(mentions: readonly SaidMention[], peer: SlackServer): Promise<void> {
  const end = Date.now() + LONGEST_MS
  let open = mentions
  for (;;) {
    open = open.filter((mention) => !isSettled(mention, peer))
    const last = peer.calls.at(-1)?.at ?? 0
    if (open.length === 0 || Date.now() > end || Date.now() - last > SILENCE_MS) break
    await sleep(250)
  }
  // What was doubled may still be on its way.
  await sleep(3_000)
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
