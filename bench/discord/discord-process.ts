import { setTimeout as sleep } from 'node:timers/promises'
import {
  BOT_USER,
  type DiscordMessage,
  type DiscordServer,
  DOCUMENTED_RATES,
  startDiscordServer,
} from '../../tests/fakes/discord/discord-server.ts'
import { askInTime } from '../chat/ask-in-time.ts'
import type { ChatCalls } from '../chat/chat-platform.ts'
import { talk } from '../chat/chatter.ts'
import type { PlannedQuestion } from '../chat/load-plan.ts'
import { serveRemote } from '../chat/remote.ts'
import { untilSettled } from '../chat/until-settled.ts'
import { measureWork } from '../measure/measure-work.ts'
import type { AskedQuestion } from './asked-question.ts'
import { isSettled, repliesTo } from './find-replies.ts'
import { type Cut, observeLoad } from './observe-load.ts'

// A Discord in a process of its own, so that its work and that of the people in it do not count as Kiku's.

// Begins with the bot's id, as real tokens do.
const TOKEN = `${Buffer.from(BOT_USER).toString('base64url')}.GabcDE.${'x'.repeat(30)}`
const START_MS = 60_000
/** Events that the gateway tells again when it is back. */
const TOLD_AGAIN = 50
/** People who go on with a conversation do so where the answer to it will stand, if that shows soon. */
const LOOK_MS = 3_000
/** Between two messages of one of those who chat, since the gateway does not say when one was taken. */
const CHAT_MS = 80

interface Scene {
  readonly peer: DiscordServer
  /** Ids by number. */
  readonly people: readonly string[]
  readonly channels: readonly string[]
}

let scene: Scene | undefined

const calls: ChatCalls = {
  async open({ rates, users, channels }) {
    const peer = await startDiscordServer({
      ...(rates === 'documented' ? { rates: DOCUMENTED_RATES } : {}),
      isEmpty: true,
      token: TOKEN,
      keepCalls: 100_000,
    })
    const { world } = peer
    const people = Array.from(
      { length: users },
      (_, at) => world.addUser({ username: `person-${at}`, locale: at % 2 === 0 ? 'en-US' : 'ja' }).id,
    )
    const guildId = world.addGuild({ name: 'Bench', ownerId: people[0]!, members: people.slice(1) }).id
    const rooms = Array.from({ length: channels }, (_, at) => world.addChannel({ guildId, name: `room-${at}` }).id)
    scene = { peer, people, channels: rooms }
    return {
      DISCORD_TOKEN: TOKEN,
      KIKU_DISCORD_API_URL: peer.apiUrl,
      KIKU_DISCORD_CDN_URL: `${peer.url}/attachments/`,
    }
  },

  async load(plan) {
    const opened = await untilReady()
    const { peer } = opened
    const { result, longestBlockMs } = await measureWork(async () => {
      const cut = cutOnce((plan.at(-1)?.atMs ?? 0) / 2, peer)
      const asked = await askInTime(plan, createAsker(opened))
      await settle(asked, peer)
      return { asked, cut: await cut }
    })
    return { ...observeLoad(peer, result.asked, result.cut), longestBlockMs }
  },

  async chat(chatter) {
    const { peer, people, channels } = await untilReady()
    const asked = await talk(chatter, async ({ number, user, channel, text, isQuestion }): Promise<AskedQuestion> => {
      const words = isQuestion ? `<@${BOT_USER}> ${text}` : text
      const message = peer.say({ user: people[user]!, channel: channels[channel]!, text: words })
      await sleep(CHAT_MS)
      return { kind: 'mention', number, at: message.at, root: message.id, message }
    })
    await settle(asked, peer)
    return { answered: asked.filter((question) => isSettled(question, peer)).length }
  },
}

async function untilReady(): Promise<Scene> {
  if (scene === undefined) throw new Error('Discord is not open.')
  const { peer } = scene
  const isReady = () => peer.openSockets > 0 && peer.commands().some(({ name }) => name === 'ask')
  await peer.waitFor(isReady, 'a connection and a command', START_MS)
  return scene
}

/** Cuts the connection in the middle; when it is resumed, part of what was told is told again. */
async function cutOnce(afterMs: number, peer: DiscordServer): Promise<Cut> {
  await sleep(afterMs)
  const from = Date.now()
  const greetings = peer.greetings.length
  peer.repeatOnResume(TOLD_AGAIN)
  peer.dropSockets()
  await peer.waitFor(() => peer.greetings.length > greetings, 'a connection after the cut', START_MS)
  return { from, to: peer.greetings[greetings]!.at }
}

function createAsker({ peer, people, channels }: Scene): (planned: PlannedQuestion) => Promise<AskedQuestion> {
  const asked = new Map<number, AskedQuestion>()

  async function askByCommand({ number, text, ...planned }: PlannedQuestion): Promise<AskedQuestion> {
    const place = { user: people[planned.user]!, channel: channels[planned.channel]! }
    const at = Date.now()
    const interaction = await peer.slash({ ...place, name: 'ask', options: { question: text }, isAwaited: false })
    return { kind: 'command', number, at, root: interaction.id, interaction }
  }

  function askByMention({ number, text, ...planned }: PlannedQuestion, place: Place, root?: string): AskedQuestion {
    const message = peer.say({ user: people[planned.user]!, text: `<@${BOT_USER}> ${text}`, ...place })
    return { kind: 'mention', number, at: message.at, root: root ?? message.id, message }
  }

  return async (planned) => {
    const { number, kind, channel, continues, isRedelivered } = planned
    const before = continues === undefined ? undefined : asked.get(continues)
    const question =
      kind === 'command'
        ? await askByCommand(planned)
        : before?.kind === 'mention'
          ? askByMention(planned, await findPlace(before, peer), before.root)
          : askByMention(planned, { channel: channels[channel]! })
    asked.set(number, question)
    // At once, before anything else is told.
    if (isRedelivered) peer.tellAgain(kind === 'command' ? 'INTERACTION_CREATE' : 'MESSAGE_CREATE')
    return question
  }
}

interface Place {
  readonly channel: string
  readonly replyTo?: DiscordMessage
}

/** In the thread that was opened for a question; where there is none, people reply to it. */
async function findPlace(before: AskedQuestion & { readonly kind: 'mention' }, peer: DiscordServer): Promise<Place> {
  const { message } = before
  const hasThread = () => peer.world.channels.has(message.id)
  const isAnswered = () => repliesTo(before, peer).length > 0
  await peer.waitFor(() => hasThread() || isAnswered(), 'a place', LOOK_MS).catch(() => {})
  return hasThread() ? { channel: message.id } : { channel: message.channelId, replyTo: message }
}

function settle(asked: readonly AskedQuestion[], peer: DiscordServer): Promise<void> {
  return untilSettled(asked, {
    isSettled: (question) => isSettled(question, peer),
    lastCallAt: () => peer.calls.at(-1)?.at ?? 0,
  })
}

serveRemote(calls)
