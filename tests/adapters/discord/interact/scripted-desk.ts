import type { DiscordChannel } from '../../../../src/adapters/discord/directory/directory.ts'
import { DIRECT, privatePlace } from '../../../../src/adapters/discord/discord-ids.ts'
import type { ChannelSettings, GuildSettings } from '../../../../src/adapters/discord/discord-options.ts'
import type { BackfillState } from '../../../../src/adapters/discord/history/backfill-desk.ts'
import type {
  AskedQuestion,
  DiscordAnswer,
  InteractionDesk,
} from '../../../../src/adapters/discord/interact/interaction-desk.ts'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import type { Answer } from '../../../../src/domain/answer.ts'
import type { Evidence } from '../../../../src/domain/evidence.ts'
import type { Turn } from '../../../../src/domain/thread.ts'
import type { ApprovalDecision, ApprovalOutcome, ChatHost, LibrarySearch } from '../../../../src/ports/chat-host.ts'
import type { Feedback, Reply, SourceSummary } from '../../../../src/ports/store.ts'
import type { TelemetryFields } from '../../../../src/ports/telemetry.ts'
import { checkMessageBody } from '../../../fakes/discord/messages/check-message.ts'
import { isObject } from '../../../fakes/discord/wire.ts'
import { createScriptedResponses, refused } from './scripted-responses.ts'
import { CHANNEL, DM, FORUM, GUILD, NOW, PRIVATE_THREAD, THREAD } from './world-ids.ts'

export interface Call {
  readonly method: string
  readonly route: string
  readonly query?: string
  readonly body?: unknown
}

/** A desk that does what the test says, keeps what it was asked for and fails loudly at everything else. */
export function createScriptedDesk(script: Partial<DeskScript> = {}) {
  const world: DeskScript = {
    channels: [
      channel({}),
      channel({ id: THREAD, kind: 'public-thread', parentId: CHANNEL, name: 'trip' }),
      channel({ id: PRIVATE_THREAD, kind: 'private-thread', parentId: CHANNEL, name: 'secret' }),
      channel({ id: FORUM, kind: 'forum', name: 'help' }),
      channel({ id: DM, guild: DIRECT, kind: 'direct', name: '' }),
    ],
    missing: [],
    sources: [],
    hits: [],
    questions: [],
    answers: {},
    isIntact: true,
    replies: [],
    calls: {},
    refusals: {},
    responseRefusals: {},
    ask: async () => {},
    running: {},
    decide: unscripted('approvals.decide'),
    guild: { threads: true },
    switches: { followUps: true, remember: false, answerPosts: false },
    backfill: { kind: 'none' },
    forgotten: { turns: 3 },
    hasMessageContent: true,
    language: 'en',
    ...script,
  }
  const seen = {
    calls: [] as Call[],
    asked: [] as AskedQuestion[],
    feedback: [] as Feedback[],
    decisions: [] as ApprovalDecision[],
    /** In the order in which it happened. */
    order: [] as string[],
    written: [] as unknown[],
    searched: [] as LibrarySearch[],
    log: [] as { readonly event: string; readonly fields: TelemetryFields | undefined }[],
  }
  const abort = new AbortController()
  const log = (event: string, fields?: TelemetryFields) => void seen.log.push({ event, fields })
  const responses = createScriptedResponses(() => world.responseRefusals)
  const findChannel = (id: string) => world.channels.find((known) => known.id === id)
  const desk: InteractionDesk = {
    host: createHost(world, seen),
    api: {
      async call({ method, route, query, body, schema }) {
        seen.calls.push({ method, route, ...(query ? { query: query.toString() } : {}), ...(body ? { body } : {}) })
        if (isObject(body) && 'components' in body) checkMessageBody(body, [])
        const name = `${method} ${route}`
        const refusal = world.refusals[name]
        if (refusal !== undefined) throw refused(refusal)
        if (!(name in world.calls)) throw new Error(`${name} was called, which this test does not script.`)
        const result = world.calls[name]
        return schema.parse(typeof result === 'function' ? result(query) : result)
      },
    },
    interactions: responses.api,
    identity: { applicationId: '1', user: '2', name: 'Kiku', hasMessageContent: world.hasMessageContent },
    directory: {
      findChannel: async (id) => findChannel(id),
      peekChannel: findChannel,
      isGone: unscripted('directory.isGone'),
      missingPermissions: () => world.missing,
      languageOf: () => undefined,
      listGuilds: unscripted('directory.listGuilds'),
      listReadableChannels: unscripted('directory.listReadableChannels'),
    },
    audiences: {
      forReply: unscripted('audiences.forReply'),
      forPerson: async (user, place) => ({
        labels: ['public', `person:discord:${user}`, `discord:${place.guild}:${place.channel}`],
      }),
    },
    switches: {
      readGuild: async () => world.guild,
      readChannel: async () => world.switches,
      async writeGuild(guild, settings) {
        seen.written.push({ guild, ...settings })
        world.guild = settings
      },
      async writeChannel(guild, id, settings) {
        seen.written.push({ guild, channel: id, ...settings })
        world.switches = settings
      },
      removeGuild: unscripted('switches.removeGuild'),
    },
    answers: {
      async placeFor({ guild, channelId }, name, isPrivate) {
        const found = findChannel(channelId)
        const reading = found?.kind === 'public-thread' ? (found.parentId ?? channelId) : channelId
        const place = { guild, channel: reading, root: found?.kind === 'public-thread' ? channelId : name }
        return isPrivate ? privatePlace(place, name) : place
      },
      async ask(question) {
        seen.asked.push(question)
        await world.ask(question)
      },
      running: (turnId) => world.running[turnId],
      stop: (turnId) => seen.order.push(`stop ${turnId}`) > 0,
      stopWhere(isMeant) {
        for (const about of Object.values(world.running)) {
          if (about !== undefined && isMeant(about)) seen.order.push(`stop ${about.turnId}`)
        }
      },
    },
    backfill: {
      start: async ({ channel: id }, days) => void seen.order.push(`read ${id} ${days}`),
      state: async () => world.backfill,
      cancel: async ({ channel: id }) => void seen.order.push(`cancel ${id}`),
    },
    clock: { now: () => NOW, elapsed: () => 0 },
    telemetry: { debug: log, info: log, warn: log, error: log },
    language: world.language,
    signal: abort.signal,
  }
  const stop = () => abort.abort(new Error('The Discord surface has stopped.'))
  return { desk, world, seen, responses: responses.seen, stop }
}

export interface DeskScript {
  channels: readonly DiscordChannel[]
  /** Permissions that Kiku lacks everywhere. */
  missing: readonly string[]
  sources: readonly SourceSummary[]
  hits: readonly Evidence[]
  questions: readonly Turn[]
  answers: Readonly<Record<string, Answer>>
  isIntact: boolean
  replies: readonly Reply[]
  /** What Discord answers, by `METHOD route`. */
  calls: Readonly<Record<string, unknown>>
  /** Discord's numbers of problems, by `METHOD route`. */
  refusals: Readonly<Record<string, number>>
  /** Discord's numbers of problems with what is said to interactions, by the name of the method. */
  responseRefusals: Readonly<Record<string, number>>
  ask: (question: AskedQuestion) => Promise<void>
  running: Readonly<Record<string, DiscordAnswer>>
  guild: GuildSettings
  switches: ChannelSettings
  backfill: BackfillState
  forgotten: { readonly turns: number }
  decide: (decision: ApprovalDecision) => Promise<ApprovalOutcome>
  hasMessageContent: boolean
  language: 'en' | 'ja'
}

type Seen = Pick<ReturnType<typeof createScriptedDesk>['seen'], 'decisions' | 'feedback' | 'order' | 'searched'>

function createHost(world: DeskScript, seen: Seen): ChatHost {
  const { settings } = createMemoryStore()
  const forget = async (what: string) => {
    seen.order.push(`forget ${what}`)
    return world.forgotten
  }
  return {
    intake: {
      admit: unscripted('intake.admit'),
      answer: unscripted('intake.answer'),
      observe: unscripted('intake.observe'),
      dismiss: unscripted('intake.dismiss'),
      listInterrupted: unscripted('intake.listInterrupted'),
      expectsAnswer: unscripted('intake.expectsAnswer'),
    },
    memory: {
      revise: unscripted('memory.revise'),
      forgetTurns: unscripted('memory.forgetTurns'),
      forgetThread: forget,
      forgetChannel: ({ workspace, channel: id }) => forget(`${workspace}:${id}`),
      forgetWorkspace: unscripted('memory.forgetWorkspace'),
      listChannels: unscripted('memory.listChannels'),
      forgetAuthor: forget,
      attach: unscripted('memory.attach'),
    },
    records: {
      findThread: unscripted('records.findThread'),
      isIntact: async () => world.isIntact,
      takesPart: unscripted('records.takesPart'),
      findQuestion: async (turnId) => world.questions.find(({ id }) => id === turnId),
      findAnswer: async (turnId) => world.answers[turnId],
      listRecent: async (authorId, limit) =>
        world.questions
          .filter(({ author, id }) => author.id === authorId && world.answers[id] !== undefined)
          .slice(0, limit)
          .flatMap((question) => {
            const answer = world.answers[question.id]
            return answer === undefined ? [] : [{ question, answer }]
          }),
      listTurns: async (threadId) => world.questions.filter((turn) => turn.threadId === threadId),
      giveFeedback: async (feedback) => void seen.feedback.push(feedback),
    },
    library: {
      async search(request) {
        seen.searched.push(request)
        return world.hits.filter(({ audience }) => request.audience.labels.includes(audience)).slice(0, request.limit)
      },
      listSources: async ({ labels }) => world.sources.filter(({ audience }) => labels.includes(audience)),
      hasBetter: unscripted('library.hasBetter'),
    },
    replies: {
      add: unscripted('replies.add'),
      find: async ({ workspace, channel: id, messageId }) =>
        world.replies.find(
          (reply) => reply.workspace === workspace && reply.channel === id && reply.messageId === messageId,
        ),
      listByTurn: unscripted('replies.listByTurn'),
      prune: unscripted('replies.prune'),
    },
    approvals: {
      async decide(decision) {
        seen.decisions.push(decision)
        return await world.decide(decision)
      },
    },
    settings,
  }
}

function unscripted(name: string) {
  return (): never => {
    throw new Error(`${name} was called, which this test does not script.`)
  }
}

export function channel(about: Partial<DiscordChannel>): DiscordChannel {
  return { id: CHANNEL, guild: GUILD, name: 'general', kind: 'text', ...about }
}
