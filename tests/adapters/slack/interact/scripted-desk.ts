import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import type { SlackUser } from '../../../../src/adapters/slack/directory/directory.ts'
import type {
  AskedPrivately,
  AskedQuestion,
  InteractionDesk,
} from '../../../../src/adapters/slack/interact/interaction-desk.ts'
import type { ChannelSettings } from '../../../../src/adapters/slack/slack-options.ts'
import type { Answer } from '../../../../src/domain/answer.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import type { Turn } from '../../../../src/domain/thread.ts'
import type { ApprovalDecision, ApprovalOutcome, ChatHost } from '../../../../src/ports/chat-host.ts'
import type { Feedback, Reply, SourceSummary } from '../../../../src/ports/store.ts'
import type { TelemetryFields } from '../../../../src/ports/telemetry.ts'
import { acceptBlocks } from '../../../fakes/slack/check-blocks.ts'
import { acceptView } from '../../../fakes/slack/check-view.ts'
import { isObject } from '../../../fakes/slack/wire.ts'

export const NOW = Date.UTC(2026, 2, 1, 9)
export const TEAM = 'T1'

export interface Call {
  readonly method: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** A desk that does what the test says, keeps what it was asked for and fails loudly at everything else. */
export function createScriptedDesk(script: Partial<DeskScript> = {}) {
  const world: DeskScript = {
    users: {
      U1: person('U1'),
      U2: person('U2'),
      UJA: person('UJA', { locale: 'ja' }),
      UGUEST: person('UGUEST', { isOutsider: true }),
    },
    members: { C1: ['U1', 'U2', 'UJA', 'UGUEST', 'UKIKU'] },
    sources: [],
    questions: [],
    answers: {},
    replies: [],
    refusals: {},
    results: {},
    ask: async () => {},
    askPrivately: async () => {},
    running: {},
    decide: unscripted('approvals.decide'),
    share: async () => 'shared',
    settings: { followUps: true, remember: false },
    forgotten: { turns: 3 },
    language: 'en',
    ...script,
  }
  const seen = {
    calls: [] as Call[],
    asked: [] as AskedQuestion[],
    askedPrivately: [] as AskedPrivately[],
    feedback: [] as Feedback[],
    decisions: [] as ApprovalDecision[],
    forgotten: [] as string[],
    written: [] as ChannelSettings[],
    backfills: [] as string[],
    stopped: [] as string[],
    shared: [] as unknown[],
    searched: [] as unknown[],
    log: [] as { readonly event: string; readonly fields: TelemetryFields | undefined }[],
  }
  const abort = new AbortController()
  const log = (event: string, fields?: TelemetryFields) => void seen.log.push({ event, fields })
  const desk: InteractionDesk = {
    host: createHost(world, seen),
    api: {
      async call(method, { arguments: given, schema }) {
        seen.calls.push({ method, arguments: given })
        checkCall(method, given)
        const refusal = world.refusals[method]
        if (refusal !== undefined) {
          throw new KikuError('surface-refused', 'Slack refused.', { details: { method, error: refusal } })
        }
        const result = world.results[method] ?? RESULTS[method]
        if (result === undefined) throw new Error(`${method} was called, which this test does not script.`)
        return schema.parse(typeof result === 'function' ? result(given) : result)
      },
    },
    identity: { team: TEAM, user: 'UKIKU', bot: 'BKIKU', url: 'https://example.slack.com/' },
    directory: {
      findUser: async (user) => world.users[user],
      peekUser: (user) => world.users[user],
      findChannel: async () => undefined,
      listMembers: async (channel) => world.members[channel],
      listChannelsOf: async () => [],
      listOwnChannels: async () => [],
      forgetChannel() {},
      forgetUser() {},
    },
    audiences: {
      forReply: unscripted('audiences.forReply'),
      forPerson: async (user, place) => ({
        labels: ['public', `person:slack:${TEAM}:${user}`, `slack:${TEAM}:${place.channel}`],
      }),
    },
    channels: {
      read: async () => world.settings,
      write: async (_channel, settings) => void seen.written.push(settings),
    },
    answers: {
      async ask(question) {
        seen.asked.push(question)
        await world.ask(question)
      },
      async askPrivately(question) {
        seen.askedPrivately.push(question)
        await world.askPrivately(question)
      },
      running: (turnId) => world.running[turnId],
      stop: (turnId) => seen.stopped.push(turnId) > 0,
      stopWhere(isMeant) {
        for (const [turnId, about] of Object.entries(world.running)) {
          if (about !== undefined && isMeant({ ...about, threadId: turnId })) seen.stopped.push(turnId)
        }
      },
      async share(turnId, by, place) {
        seen.shared.push({ turnId, by, place })
        return await world.share()
      },
    },
    backfill: {
      start: async (channel, days) => void seen.backfills.push(`${channel}:${days}`),
      state: async () => ({ kind: 'running', messages: 12 }),
      cancel: async (channel) => void seen.backfills.push(`${channel}:cancelled`),
    },
    clock: { now: () => NOW, elapsed: () => 0 },
    telemetry: { debug: log, info: log, warn: log, error: log },
    language: world.language,
    signal: abort.signal,
  }
  return { desk, world, seen, stop: () => abort.abort(new Error('The Slack surface has stopped.')) }
}

export interface DeskScript {
  users: Readonly<Record<string, SlackUser>>
  members: Readonly<Record<string, readonly string[]>>
  sources: readonly SourceSummary[]
  questions: readonly Turn[]
  answers: Readonly<Record<string, Answer>>
  replies: readonly Reply[]
  /** Slack's names of problems, by method. */
  refusals: Readonly<Record<string, string>>
  results: Readonly<Record<string, unknown>>
  ask: (question: AskedQuestion) => Promise<void>
  askPrivately: (question: AskedPrivately) => Promise<void>
  running: Readonly<Record<string, { readonly asker: { readonly team: string; readonly user: string } }>>
  share: () => Promise<'shared' | 'asked-again' | 'gone'>
  settings: ChannelSettings
  forgotten: { readonly turns: number }
  decide: (decision: ApprovalDecision) => Promise<ApprovalOutcome>
  language: 'en' | 'ja'
}

const RESULTS: Readonly<Record<string, unknown>> = {
  'chat.postMessage': { ts: '1772355600.000900' },
  'chat.postEphemeral': {},
  'chat.update': {},
  'views.open': { view: { id: 'V1' } },
  'views.update': {},
  'views.publish': {},
  'assistant.threads.setSuggestedPrompts': {},
  'assistant.threads.setTitle': {},
}

/** What Slack would refuse fails the test. */
function checkCall(method: string, { view, blocks }: Readonly<Record<string, unknown>>): void {
  if (blocks !== undefined) acceptBlocks(blocks)
  if (isObject(view)) acceptView(view, method === 'views.publish' ? 'home' : 'modal')
}

type Seen = Pick<ReturnType<typeof createScriptedDesk>['seen'], 'decisions' | 'feedback' | 'forgotten' | 'searched'>

function createHost(world: DeskScript, seen: Seen): ChatHost {
  const { settings } = createMemoryStore()
  const forget = async (what: string) => {
    seen.forgotten.push(what)
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
      forgetChannel: ({ channel }) => forget(channel),
      forgetWorkspace: unscripted('forgetWorkspace'),
      listChannels: unscripted('listChannels'),
      forgetAuthor: forget,
      attach: unscripted('memory.attach'),
    },
    records: {
      findThread: unscripted('records.findThread'),
      isIntact: unscripted('records.isIntact'),
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
        return []
      },
      listSources: async ({ labels }) => world.sources.filter(({ audience }) => labels.includes(audience)),
      hasBetter: unscripted('library.hasBetter'),
    },
    replies: {
      add: unscripted('replies.add'),
      find: async ({ channel, messageId }) =>
        world.replies.find((reply) => reply.channel === channel && reply.messageId === messageId),
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

export function person(id: string, about: Partial<SlackUser> = {}): SlackUser {
  return {
    id,
    team: TEAM,
    name: `Name of ${id}`,
    locale: 'en',
    utcOffset: 0,
    isBot: false,
    isOutsider: false,
    ...about,
  }
}

/** A question of U1 in a thread of C1. */
export function question(about: Partial<Turn> = {}): Turn {
  return {
    id: 'slack:T1:C1:1772355000.000100',
    threadId: 'slack:T1:C1:1772355000.000100',
    role: 'user',
    author: { id: 'slack:T1:U1' },
    text: 'How do I claim travel costs?',
    createdAt: NOW - 3_600_000,
    ...about,
  }
}

export function source(about: Partial<SourceSummary> = {}): SourceSummary {
  return {
    id: 's1',
    kind: 'folder',
    location: '/srv/secret-machine/travel-handbook',
    audience: 'public',
    addedAt: NOW - 86_400_000,
    refreshedAt: NOW - 7_200_000,
    documents: 4,
    items: 31,
    failures: [],
    ...about,
  }
}
