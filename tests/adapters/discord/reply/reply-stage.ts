import { Routes } from 'discord.js'
import type { TestContext } from 'vitest'
import { z } from 'zod'
import { createDiscordApi } from '../../../../src/adapters/discord/api/create-discord-api.ts'
import { createInteractionApi } from '../../../../src/adapters/discord/api/create-interaction-api.ts'
import { createRest } from '../../../../src/adapters/discord/api/create-rest.ts'
import type { DiscordApi } from '../../../../src/adapters/discord/api/discord-api.ts'
import type { InteractionApi, InteractionRef } from '../../../../src/adapters/discord/api/interaction-api.ts'
import { toWireBody } from '../../../../src/adapters/discord/api/to-wire-body.ts'
import { DIRECT } from '../../../../src/adapters/discord/discord-ids.ts'
import type { MessageBody } from '../../../../src/adapters/discord/render/message-body.ts'
import { createReplier } from '../../../../src/adapters/discord/reply/create-replier.ts'
import type { Replier, ReplyTarget, ReplyTask } from '../../../../src/adapters/discord/reply/replier.ts'
import { createMemoryReplies } from '../../../../src/adapters/memory/memory-store-replies.ts'
import type { Answer, AnswerEvent } from '../../../../src/domain/answer.ts'
import type { Clock } from '../../../../src/ports/clock.ts'
import type { ReplyStore } from '../../../../src/ports/store.ts'
import type { Telemetry, TelemetryFields } from '../../../../src/ports/telemetry.ts'
import {
  BOT_USER,
  CHANNELS,
  type DiscordMessage,
  type DiscordServer,
  type DiscordServerOptions,
  PEOPLE,
  startDiscordServer,
  visibleText,
} from '../../../fakes/discord/discord-server.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'

/** Where Alice and Kiku write to each other. */
export const DIRECT_CHANNEL = CHANNELS.aliceDirect

/** A replier before a local Discord, with a question of Alice's that waits for its answer. */
export interface ReplyStage {
  readonly server: DiscordServer
  readonly replier: Replier
  readonly replies: ReplyStore
  readonly task: ReplyTask
  /** Everything that was logged, at every level. */
  readonly log: string[]
  /** Moves the clock of the replier, not that of Discord. */
  advance(milliseconds: number): void
  /** Discord takes the token of the interaction no more. */
  expire(): void
  /** Kiku writes something of its own in the channel of the question. @returns its id */
  post(body: MessageBody): Promise<string>
  /** Kiku's messages, in the channel of the question by default. */
  shown(channel?: string): readonly DiscordMessage[]
  /** What a reader sees of them; what stands below a finished answer is `[answered]` for short. */
  texts(channel?: string): readonly string[]
}

export interface StageOptions extends DiscordServerOptions {
  readonly channel?: string
  /** Default `channel`: a message to be replied to. */
  readonly target?: 'channel' | Partial<ReplyTarget & { readonly kind: 'interaction' }>
  readonly task?: Partial<ReplyTask>
  readonly missingPermissions?: readonly string[]
}

const never = new AbortController().signal

/** @param test closes the stage when it has finished */
export async function openStage(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  options: StageOptions = {},
): Promise<ReplyStage> {
  const { channel = CHANNELS.general, target = 'channel', task, missingPermissions, ...about } = options
  const server = await startDiscordServer(about)
  const rest = createRest({ token: server.token, apiUrl: server.apiUrl })
  onTestFinished(async () => {
    rest.clearHandlerSweeper()
    rest.clearHashSweeper()
    await server.close()
  })
  const log: string[] = []
  const telemetry = writeInto(log)
  let ahead = 0
  const clock: Clock = { now: () => Date.now() + ahead, elapsed: () => performance.now() + ahead }
  const api = createDiscordApi({ rest, clock, telemetry, random: () => 0 })
  const interactions = createInteractionApi({ api, clock, identity: { applicationId: BOT_USER } })
  const question = server.say({ user: PEOPLE.alice, channel, text: 'How?' })
  const asked = target === 'channel' ? undefined : await useCommand({ server, api, interactions, channel, target })
  const id = asked?.ref.id ?? question.id
  const guild = server.world.channel(channel).guildId ?? DIRECT
  const full: ReplyTask = {
    place: { guild, channel, root: id },
    turnId: `discord:${guild}:${channel}:${id}`,
    id,
    target: asked ?? { kind: 'channel', channelId: channel, replyTo: question.id },
    asker: PEOPLE.alice,
    locale: 'en',
    isResumed: false,
    ...task,
  }
  const replies = createMemoryReplies()
  const identity = { user: BOT_USER, name: 'Kiku' }
  const shown = (where = channel) => server.messagesIn(where).filter(({ authorId }) => authorId === BOT_USER)
  // As quick as may be.
  const pace = { take: () => 0, note() {} }
  const lacks = missingPermissions === undefined ? {} : { missingPermissions: () => missingPermissions }
  return {
    server,
    replier: createReplier({ api, interactions, host: { replies }, identity, clock, telemetry, pace, ...lacks }),
    replies,
    task: full,
    log,
    advance(milliseconds) {
      ahead += milliseconds
    },
    expire() {
      server.faults.push({ path: /^\/webhooks\//, status: 401, code: 50027, times: 1_000 })
    },
    async post(body) {
      const call = { method: 'POST', route: Routes.channelMessages(channel), body: toWireBody(body) } as const
      return (await api.call({ ...call, schema: z.object({ id: z.string() }), signal: never })).id
    },
    shown,
    texts: (where) => shown(where).map(inOneLine),
  }
}

function inOneLine(message: DiscordMessage): string {
  const text = visibleText(message)
  if (!text.includes('[👍]')) return text.replace(/^-# /gm, '').replaceAll('\n[', ' [')
  const words = text.split('\n').filter((line) => !line.startsWith('-# ') && !line.includes('[👍]'))
  return `${words.join('\n')} [answered]`
}

/** Alice uses a command, and Kiku says that the answer follows. */
async function useCommand(about: {
  readonly server: DiscordServer
  readonly api: DiscordApi
  readonly interactions: InteractionApi
  readonly channel: string
  readonly target: Partial<ReplyTarget & { readonly kind: 'interaction' }>
}): Promise<ReplyTarget & { readonly kind: 'interaction' }> {
  const { server, api, interactions, channel, target } = about
  const body = [{ name: 'ask', description: 'Asks Kiku', integration_types: [0, 1], contexts: [0, 1, 2] }]
  const route = Routes.applicationCommands(BOT_USER)
  await api.call({ method: 'PUT', route, body, schema: z.unknown(), signal: never })
  const { id, token } = await server.slash({ user: PEOPLE.alice, channel, name: 'ask', isAwaited: false })
  const ref: InteractionRef = { id, token, at: Date.now() }
  await interactions.defer(ref, target.isEphemeral === true ? 'ephemeral' : 'public', never)
  return { kind: 'interaction', ref, channelId: channel, isEphemeral: false, canPost: true, ...target }
}

function writeInto(log: string[]): Telemetry {
  const write = (level: string) => (event: string, fields?: TelemetryFields) => {
    log.push(`${level} ${event} ${JSON.stringify(fields ?? {})}`)
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** Events that come one by one, with what a test does in between. */
export async function* script(steps: readonly (AnswerEvent | string | (() => unknown))[]): AsyncGenerator<AnswerEvent> {
  for (const step of steps) {
    if (typeof step === 'function') await step()
    else if (typeof step === 'string') yield { kind: 'token', text: step }
    else yield step
  }
}

export function done(text: string, changes: Partial<Answer> = {}): AnswerEvent {
  return { kind: 'done', answer: buildAnswer({ text, ...changes }) }
}

/** Waits until something holds; fails after two seconds. */
export const until = (holds: () => boolean) => async () => {
  for (let look = 0; look < 200; look += 1) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`It never came to hold: ${holds}`)
}
