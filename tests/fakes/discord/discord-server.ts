import { type BoundedLog, createBoundedLog } from '../slack/bounded-log.ts'
import { createTimers } from '../slack/timers.ts'
import { createWaiter, type Waiter } from '../slack/wait-for.ts'
import type { StoredCommand } from './commands/command-registry.ts'
import { describePeer } from './describe-peer.ts'
import { type AppSettings, type DiscordServerOptions, DOCUMENTED_LIMITS } from './discord-options.ts'
import { createGatewayHub, type Greeting } from './gateway/gateway-hub.ts'
import type { DiscordMessage } from './messages/message.ts'
import { createPeerState, type Dispatch, type PeerState, type Ping, type Told, type Typing } from './peer-state.ts'
import { type Administer, createAdminister } from './people/administer.ts'
import { type PeopleContext, sees } from './people/people-context.ts'
import { createTalk, type Talk } from './people/talk.ts'
import { createThreadLife, type ThreadLife } from './people/thread-life.ts'
import { createUseCommands, type UseCommands } from './people/use-commands.ts'
import { createUseComponents, type UseComponents } from './people/use-components.ts'
import { createDownloads, type Download } from './rest/answer-download.ts'
import type { Fault } from './rest/faults.ts'
import { createInvalidRequests } from './rest/invalid-requests.ts'
import { listenOnLoopback } from './rest/listen.ts'
import { createRateLimiter, type Rates } from './rest/rate-limits.ts'
import { type Call, createRestApi } from './rest/rest-api.ts'
import type { WireObject } from './wire.ts'
import { canSee } from './world/permissions.ts'
import type { World } from './world/world.ts'

export type { DiscordServerOptions } from './discord-options.ts'
export type { DiscordMessage } from './messages/message.ts'
export type { Interaction } from './people/interaction.ts'
export { DOCUMENTED_RATES } from './rest/rate-limits.ts'
export { visibleComponents, visibleText } from './visible-text.ts'
export { BOT_USER, CHANNELS, GUILDS, PEOPLE, ROLES } from './world/fixture.ts'

/** A local Discord: its REST API, its gateway, its files, and the people who use it. */
export interface DiscordServer
  extends Talk,
    ThreadLife,
    UseCommands,
    UseComponents,
    Administer,
    Pick<Waiter, 'waitFor'> {
  /** Base address of the REST API without a version, as `rest.api` of discord.js wants it. */
  readonly apiUrl: string
  readonly url: string
  readonly token: string
  readonly world: World
  /** What is set up for the app: privileged intents, where it can be installed. Tests may change it. */
  readonly app: AppSettings
  /** What goes wrong with calls to come; tests push here. */
  readonly faults: Fault[]

  /** Calls of the app, oldest first. */
  readonly calls: readonly Call[]
  /** Events of the gateway, oldest first, without those that a session begins with. */
  readonly told: readonly Told[]
  /** How sessions began and were resumed. */
  readonly greetings: readonly Greeting[]
  /** Whomever the app's messages called. */
  readonly pings: readonly Ping[]
  readonly typings: readonly Typing[]
  /** Files that were fetched. */
  readonly downloads: readonly Download[]
  readonly openSockets: number
  /** Answers with 401, 403 or 429 in the last ten minutes. */
  readonly invalidRequests: number
  /** Commands created so far that were not there before. */
  readonly commandCreates: number
  /** @param route as `Call` has it, such as `POST /channels/:channel/messages` */
  callsOf(route: string): readonly Call[]
  /** Everything that stands in a channel, ephemeral messages included, oldest first. */
  messagesIn(channel: string): readonly DiscordMessage[]
  /** What the app wrote in a channel for everybody, oldest first. */
  repliesIn(channel: string): readonly DiscordMessage[]
  /** What somebody sees in a channel, oldest first; nothing where they do not see the channel. */
  visibleTo(user: string, channel: string): readonly DiscordMessage[]
  /** What one person alone sees of the app, everywhere. */
  ephemeralsFor(user: string): readonly DiscordMessage[]
  /** @param guild undefined for the commands that are offered everywhere */
  commands(guild?: string): readonly StoredCommand[]
  /**
   * Resolves when no call is under way, and nothing was called or told for a while (100 ms).
   * @param about `evenLoading`: interactions whose answer is not there yet do not count
   */
  idle(about?: { readonly quietMs?: number; readonly evenLoading?: boolean }): Promise<void>
  describe(): string

  setRates(rates: Rates): void
  setToken(token: string): void
  /** Makes every address of a file that was given out expire. */
  expireFileAddresses(): void
  /** Tells of an event of the test's own making. @param about `intents`: of which one is needed; default none */
  dispatch(type: string, data: WireObject, about?: { readonly guildId?: string; readonly intents?: number }): void
  /** Tells again of the newest events of a kind, under new numbers. Default one. */
  tellAgain(type: string, count?: number): void
  /** Asks every session to connect anew (op 7). */
  askToReconnect(): void
  /** Calls sessions invalid (op 9). Default such that they cannot be resumed. */
  invalidateSessions(about?: { readonly isResumable: boolean }): void
  /** Sessions are forgotten while nobody is told: to resume one fails. */
  forgetSessions(): void
  /** Cuts every socket, or closes it with a code. */
  dropSockets(code?: number): void
  /** Sockets stay open and nothing comes over them: a dead network. */
  freezeSockets(): void
  /** While it lasts no socket is accepted. */
  setGatewayOutage(isOut: boolean): void
  /** The next resume is told so many events again that it had already. */
  repeatOnResume(events: number): void
  close(): Promise<void>
}

export async function startDiscordServer(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  const { keepCalls = 10_000 } = options
  let token = options.token ?? 'peer.token.of-kiku'
  let baseUrl = ''
  const timers = createTimers()
  const limits = { ...DOCUMENTED_LIMITS, ...options.limits }
  const faults: Fault[] = []
  const failures: string[] = []
  const calls = createBoundedLog<Call>(keepCalls)
  const told = createBoundedLog<Told>(keepCalls)
  const limiter = createRateLimiter(options.rates)
  const invalid = createInvalidRequests(limits.invalidRequests)
  const waiter = createWaiter({ timers, describe: () => describe() })
  const hub = createGatewayHub({
    state: () => state,
    token: () => token,
    keptEvents: limits.keptEvents,
    onChange: waiter.notify,
  })

  const emit = (dispatch: Dispatch) => {
    const data = typeof dispatch.data === 'function' ? dispatch.data(~0) : dispatch.data
    const sessions = hub.emit(dispatch)
    told.add({ type: dispatch.type, data, sessions, at: Date.now() })
    kept.push(dispatch)
    if (kept.length > KEPT_DISPATCHES) kept.shift()
    waiter.notify()
  }
  const kept: Dispatch[] = []

  const state: PeerState = createPeerState({
    app: {
      messageContent: true,
      guildMembers: true,
      presences: true,
      guildInstall: true,
      userInstall: true,
      ...options.app,
    },
    limits,
    baseUrl: () => baseUrl,
    shards: options.shards ?? 1,
    maxConcurrency: options.maxConcurrency ?? 16,
    keepCalls,
    isEmpty: options.isEmpty ?? false,
    emit,
  })
  const describe = () => describePeer({ state, calls, told, openSockets: hub.openSockets, failures })
  const waitUntil: PeopleContext['waitUntil'] = async (isSo, mostMs) => {
    const since = Date.now()
    const isOver = () => isSo() || timers.isClosed || Date.now() - since >= mostMs
    await waiter.waitFor(isOver, 'an answer', mostMs + 1_000)
  }
  const context: PeopleContext = { state, waitUntil }
  const downloads = createDownloads(() => state.files, keepCalls)

  const http = await listenOnLoopback({
    port: options.port ?? 0,
    answerCall: createRestApi({ state, calls, faults, limiter, invalid, token: () => token, sleep: timers.sleep }),
    answerDownload: downloads.answer,
    acceptSocket: hub.accept,
    onChange: waiter.notify,
    onFailure: (account) => failures.push(account),
  })
  baseUrl = http.url

  return {
    ...createTalk(context),
    ...createThreadLife(context),
    ...createUseCommands(context),
    ...createUseComponents(context),
    ...createAdminister(context),
    ...observe(state, calls),
    waitFor: waiter.waitFor,
    apiUrl: `${baseUrl}/api`,
    url: baseUrl,
    get token() {
      return token
    },
    world: state.world,
    app: state.app,
    faults,
    calls: calls.items,
    told: told.items,
    greetings: hub.greetings,
    downloads: downloads.log.items,
    get openSockets() {
      return hub.openSockets
    },
    get invalidRequests() {
      return invalid.total
    },
    get commandCreates() {
      return state.commands.creates
    },
    describe,
    idle: ({ quietMs = 100, evenLoading = false } = {}) =>
      waitUntilIdle({
        waiter,
        quietMs,
        isBusy: () => http.underWay > 0 || (!evenLoading && isAwaited(state)),
        count: () => calls.total + told.total,
      }),
    setRates: limiter.set,
    setToken: (next) => {
      token = next
    },
    expireFileAddresses: state.files.expireAddresses,
    dispatch: (type, data, about = {}) => emit({ type, data, guildId: about.guildId, intents: about.intents ?? 0 }),
    tellAgain(type, count = 1) {
      for (const dispatch of kept.filter((one) => one.type === type).slice(-count)) hub.emit(dispatch)
    },
    askToReconnect: hub.askToReconnect,
    invalidateSessions: ({ isResumable } = { isResumable: false }) => hub.invalidate(isResumable),
    forgetSessions: hub.forgetSessions,
    dropSockets: hub.drop,
    freezeSockets: hub.freeze,
    setGatewayOutage: hub.setOutage,
    repeatOnResume: hub.repeatOnResume,
    async close() {
      timers.close()
      hub.close()
      waiter.notify()
      await http.close()
    },
  }
}

/** Events that can be told again. */
const KEPT_DISPATCHES = 200

function observe(state: PeerState, calls: BoundedLog<Call>) {
  const { store, world } = state
  return {
    pings: state.pings.items,
    typings: state.typings.items,
    callsOf: (route: string) => calls.items.filter((call) => call.route === route),
    messagesIn: store.inChannel,
    repliesIn: (channel: string) =>
      store.inChannel(channel).filter(({ authorId, onlyFor }) => authorId === world.appId && onlyFor === undefined),
    visibleTo: (user: string, channel: string) =>
      canSee(world, user, world.channel(channel))
        ? store.inChannel(channel).filter((message) => sees(state, user, message))
        : [],
    ephemeralsFor: (user: string) =>
      [...world.channels.keys()].flatMap((channel) =>
        store.inChannel(channel).filter(({ onlyFor }) => onlyFor === user),
      ),
    commands: state.commands.list,
  }
}

/** Whether somebody still waits for an answer: the first, or what takes the place of the loading one. */
function isAwaited({ interactions, limits }: PeerState): boolean {
  const since = Date.now() - limits.answerMs
  return interactions.all.some(
    ({ acknowledgement, at, isLoading, original }) =>
      (acknowledgement === undefined && at >= since) || (isLoading && original?.isDeleted === false),
  )
}

async function waitUntilIdle(about: {
  readonly waiter: Waiter
  readonly quietMs: number
  readonly isBusy: () => boolean
  readonly count: () => number
}): Promise<void> {
  const { waiter, quietMs, isBusy, count } = about
  let seen = count()
  let since = Date.now()
  const isQuiet = () => {
    if (isBusy() || count() !== seen) {
      seen = count()
      since = Date.now()
    }
    return Date.now() - since >= quietMs
  }
  await waiter.waitFor(isQuiet, 'that nothing is under way', 30_000)
}
