import type { TestContext } from 'vitest'
import { createMemoryReplies } from '../../../../src/adapters/memory/memory-store-replies.ts'
import { createSlackApi } from '../../../../src/adapters/slack/api/create-slack-api.ts'
import { identify } from '../../../../src/adapters/slack/api/identify.ts'
import { createReplier } from '../../../../src/adapters/slack/reply/create-replier.ts'
import type { Replier, ReplyTask } from '../../../../src/adapters/slack/reply/replier.ts'
import type { Answer, AnswerEvent } from '../../../../src/domain/answer.ts'
import type { RouteLabel } from '../../../../src/domain/decision.ts'
import type { Clock } from '../../../../src/ports/clock.ts'
import type { ReplyStore } from '../../../../src/ports/store.ts'
import type { Telemetry, TelemetryFields } from '../../../../src/ports/telemetry.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import {
  CHANNELS,
  PEOPLE,
  type SlackMessage,
  type SlackServer,
  type SlackServerOptions,
  startSlackServer,
  TEAM,
  visibleText,
} from '../../../fakes/slack/slack-server.ts'

/** A replier before a local Slack, with a question that waits for its answer. */
export interface ReplyStage {
  readonly server: SlackServer
  readonly replier: Replier
  readonly replies: ReplyStore
  readonly task: ReplyTask
  /** Everything that was logged, at every level. */
  readonly log: string[]
  /** Moves the clock of the replier, not that of the server. */
  advance(milliseconds: number): void
  /** Kiku's messages in the question's thread. */
  shown(): readonly SlackMessage[]
  /** What a reader sees of them. */
  texts(): readonly string[]
}

export interface StageOptions extends SlackServerOptions {
  readonly channel?: string
  readonly task?: Partial<ReplyTask>
}

/** Epoch milliseconds of the question. */
const ASKED_AGO_MS = 5_000

/** @param test closes the stage when it has finished */
export async function openStage(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  { channel = CHANNELS.general, task, ...options }: StageOptions = {},
): Promise<ReplyStage> {
  const server = await startSlackServer({ echoes: false, ...options })
  onTestFinished(() => server.close())
  const log: string[] = []
  const write = (level: string) => (event: string, fields?: TelemetryFields) => {
    log.push(`${level} ${event} ${JSON.stringify(fields ?? {})}`)
  }
  const telemetry: Telemetry = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  }
  let ahead = 0
  const clock: Clock = { now: () => Date.now(), elapsed: () => performance.now() + ahead }
  const { apiUrl, botToken } = server
  const api = createSlackApi({ token: botToken, apiUrl, clock, telemetry, random: () => 0 })
  const identity = await identify(api, new AbortController().signal)
  const replies = createMemoryReplies()
  const asker = PEOPLE.alice
  const { ts } = await server.say({ user: asker, channel, text: 'How?', at: Date.now() - ASKED_AGO_MS, isQuiet: true })
  const full: ReplyTask = {
    place: { team: TEAM, channel, threadTs: ts },
    turnId: `slack:${TEAM}:${channel}:${ts}`,
    ts,
    asker: { team: TEAM, user: asker },
    locale: 'en',
    isDirect: channel.startsWith('D'),
    isResumed: false,
    ...task,
  }
  const shown = () => server.repliesIn(channel, full.place.threadTs)
  return {
    server,
    replier: createReplier({ api, host: { replies }, identity, clock, telemetry }),
    replies,
    task: full,
    log,
    advance(milliseconds) {
      ahead += milliseconds
    },
    shown,
    texts: () => shown().map(visibleText),
  }
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

export function decided(labels: readonly RouteLabel[]): AnswerEvent {
  return { kind: 'decision', decision: { ...buildAnswer().decision, labels } }
}

export const pause = (milliseconds: number) => () => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
