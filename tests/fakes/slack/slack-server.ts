import { createDownloads } from './answer-download.ts'
import { createResponseUrlAnswerer } from './answer-response-url.ts'
import { type BoundedLog, createBoundedLog } from './bounded-log.ts'
import { createDeliverer } from './deliver/deliverer.ts'
import type { Delivery, DeliveryKind, DeliveryOptions, Sender } from './deliver/delivery.ts'
import { createHttpSender } from './deliver/http-sender.ts'
import { createSocketHub } from './deliver/socket-hub.ts'
import { describePeer } from './describe-peer.ts'
import { subscriptionOf, wrapEvent } from './envelopes.ts'
import type { Ephemeral } from './ephemerals.ts'
import type { Fault } from './faults.ts'
import type { NewFile, SlackFile } from './files.ts'
import { listenOnLoopback } from './listen.ts'
import type { SlackMessage } from './message.ts'
import { ALL_SCOPES } from './methods/all-methods.ts'
import { createPeerState, type PeerState, type Ping, type Status, type SuggestedPrompts } from './peer-state.ts'
import { type AgentView, createAgentView } from './people/agent-view.ts'
import { createFillForms, type FillForms } from './people/fill-forms.ts'
import { createInteract, type Interact } from './people/interact.ts'
import { createMembership, type Membership } from './people/membership.ts'
import type { PeopleContext } from './people/people-context.ts'
import { createTalk, type Talk } from './people/talk.ts'
import { createRateLimiter, type Rates } from './rate-limits.ts'
import { DOCUMENTED_LIMITS, type SlackServerOptions } from './slack-options.ts'
import { createTimers } from './timers.ts'
import type { Views } from './views.ts'
import { createWaiter, type Waiter } from './wait-for.ts'
import { type Call, createWebApi } from './web-api.ts'
import type { WireObject } from './wire.ts'
import { BOT_USER, type World } from './world.ts'

export type { Delivery, DeliveryOptions } from './deliver/delivery.ts'
export type { Ephemeral } from './ephemerals.ts'
export type { Fault } from './faults.ts'
export type { SlackMessage } from './message.ts'
export type { Interaction } from './people/interact.ts'
export type { Said } from './people/talk.ts'
export { DOCUMENTED_RATES } from './rate-limits.ts'
export type { SlackServerOptions } from './slack-options.ts'
export { visibleBlocks, visibleText } from './visible-text.ts'
export type { Call } from './web-api.ts'
export { BOT, BOT_USER, CHANNELS, PEOPLE, TEAM } from './world.ts'

/** A local Slack: its Web API, its sockets, its signed requests, and the people who use it. */
export interface SlackServer
  extends Talk,
    Interact,
    FillForms,
    Membership,
    AgentView,
    Pick<Waiter, 'waitFor'>,
    Pick<Views, 'openFor' | 'homeOf'> {
  /** Base address of the Web API, with a slash at the end. */
  readonly apiUrl: string
  readonly url: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly world: World
  /** What goes wrong with calls to come; tests push here. */
  readonly faults: Fault[]

  /** Calls of the app, oldest first; `response_url` and `download` stand among them. */
  readonly calls: readonly Call[]
  readonly deliveries: readonly Delivery[]
  /** Whatever the app wrote that would have called somebody. */
  readonly pings: readonly Ping[]
  readonly statuses: readonly Status[]
  readonly prompts: readonly SuggestedPrompts[]
  readonly ephemerals: readonly Ephemeral[]
  /** Sockets that take deliveries; and how many there ever were. */
  readonly openSockets: number
  readonly connections: number
  callsOf(method: string): readonly Call[]
  messagesIn(channel: string): readonly SlackMessage[]
  /** The head of a thread and its replies, oldest first. */
  thread(channel: string, threadTs: string): readonly SlackMessage[]
  /** What Kiku wrote in a thread. */
  repliesIn(channel: string, threadTs: string): readonly SlackMessage[]
  /** What one person alone sees of the app, and was not taken back. */
  ephemeralsFor(user: string): readonly Ephemeral[]
  /** What stands below a thread: the app's status, gone once it has written there. */
  statusOf(channel: string, threadTs: string): string
  titleOf(channel: string, threadTs: string): string | undefined
  /**
   * Resolves when no call or delivery is under way, none was for a while (100 ms), and no stream is open.
   * @param about `evenStreaming`: streams that somebody left open do not count
   */
  idle(about?: { readonly quietMs?: number; readonly evenStreaming?: boolean }): Promise<void>
  describe(): string

  addFile(file: NewFile): SlackFile
  setScopes(scopes: readonly string[]): void
  setRates(rates: Rates): void
  /** Delivers as signed requests from now on. */
  deliverTo(url: string): void
  /** Tells of an event of any kind, in an envelope of its own. */
  emit(event: WireObject, options?: DeliveryOptions): Promise<Delivery>
  /** Tells of something again that was told before: the same event id. */
  replay(delivery: Delivery, options?: DeliveryOptions): Promise<Delivery>
  /** Delivers a body of the test's own making. */
  deliver(kind: DeliveryKind, body: WireObject, options?: DeliveryOptions): Promise<Delivery>
  askToReconnect(reason?: 'refresh_requested' | 'warning' | 'link_disabled'): void
  killSockets(): void
  freezeSockets(): void
  close(): Promise<void>
}

export async function startSlackServer(options: SlackServerOptions = {}): Promise<SlackServer> {
  const { keepCalls = 10_000, ackTimeoutMs = 3_000, signingSecret = 'signing-secret-of-the-peer' } = options
  const tokens = { bot: options.botToken ?? 'xoxb-peer-bot', app: options.appToken ?? 'xapp-peer-app' }
  const ending = new AbortController()
  const timers = createTimers()
  const faults: Fault[] = []
  const calls = createBoundedLog<Call>(keepCalls)
  const deliveries = createBoundedLog<Delivery>(keepCalls)
  const limiter = createRateLimiter(options.rates)
  const waiter = createWaiter({ timers, describe: () => describe() })
  const hub = createSocketHub({ timers, ackTimeoutMs, onChange: waiter.notify })
  const overHttp = (url: string) => createHttpSender({ url, signingSecret, ackTimeoutMs, signal: ending.signal })
  let scopes = options.scopes ?? ALL_SCOPES
  let sender: Sender = typeof options.transport === 'object' ? overHttp(options.transport.url) : hub.send
  let baseUrl = ''

  const deliverer = createDeliverer({
    sender: () => sender,
    timers,
    retryDelaysMs: options.retryDelaysMs ?? [50, 200, 500],
    log: deliveries,
    onChange: waiter.notify,
  })

  const deliverEvent: PeopleContext['deliverEvent'] = async (event, place, how) => {
    const channel = place === undefined ? undefined : state.world.channels.get(place)
    if (place !== undefined && !state.world.isMember(BOT_USER, place)) return undefined
    const isWanted = options.subscriptions?.includes(subscriptionOf(event, channel)) ?? true
    return isWanted ? deliverer.deliver('events_api', wrapEvent(event, state.world, channel), how) : undefined
  }
  const tellLater = (event: WireObject, channel?: string) => {
    // Never rejects: what does not arrive is written down as not acknowledged.
    void deliverEvent(event, channel)
  }

  const state: PeerState = createPeerState({
    limits: { ...DOCUMENTED_LIMITS, ...options.limits },
    keepCalls,
    keepMessages: options.keepMessages ?? Number.POSITIVE_INFINITY,
    baseUrl: () => baseUrl,
    emit: tellLater,
    echo: (event, channel) => {
      if (options.echoes ?? true) tellLater(event, channel)
    },
  })
  const describe = () => describePeer({ state, calls, deliveries, openSockets: hub.openSockets })
  const context: PeopleContext = { state, deliver: deliverer.deliver, deliverEvent }
  const shared = { state, calls, faults, sleep: timers.sleep }

  const http = await listenOnLoopback({
    port: options.port ?? 0,
    answerMethod: createWebApi({ ...shared, limiter, tokens, scopes: () => scopes }),
    answerResponseUrl: createResponseUrlAnswerer(shared),
    answerDownload: createDownloads({ ...shared, token: tokens.bot }),
    acceptSocket: hub.accept,
    onChange: waiter.notify,
  })
  baseUrl = http.url

  return {
    ...createTalk(context),
    ...createInteract(context),
    ...createFillForms(context),
    ...createMembership(context),
    ...createAgentView(context),
    ...observe({ state, calls }),
    openFor: state.views.openFor,
    homeOf: state.views.homeOf,
    waitFor: waiter.waitFor,
    apiUrl: `${baseUrl}/api/`,
    url: baseUrl,
    botToken: tokens.bot,
    appToken: tokens.app,
    signingSecret,
    world: state.world,
    faults,
    calls: calls.items,
    deliveries: deliveries.items,
    get openSockets() {
      return hub.openSockets
    },
    get connections() {
      return hub.connections
    },
    describe,
    idle: ({ quietMs = 100, evenStreaming = false } = {}) =>
      waitUntilIdle({
        waiter,
        quietMs,
        isBusy: () => deliverer.underWay > 0 || http.underWay > 0 || (!evenStreaming && isStreaming(state)),
        count: () => calls.total + deliveries.total,
      }),
    addFile: state.files.add,
    setScopes: (next) => {
      scopes = next
    },
    setRates: limiter.set,
    deliverTo: (url) => {
      sender = overHttp(url)
    },
    emit: (event, how) => deliverer.deliver('events_api', wrapEvent(event, state.world), how),
    replay: ({ kind, body }, how) => deliverer.deliver(kind, body, { firstAttempt: 1, ...how }),
    deliver: deliverer.deliver,
    askToReconnect: hub.askToReconnect,
    killSockets: hub.kill,
    freezeSockets: hub.freeze,
    async close() {
      ending.abort()
      timers.close()
      hub.close()
      waiter.notify()
      await http.close()
    },
  }
}

function observe({ state, calls }: { readonly state: PeerState; readonly calls: BoundedLog<Call> }) {
  const { store } = state
  const repliesIn = (channel: string, threadTs: string) =>
    store.inThread(channel, threadTs).filter((message) => message.user === BOT_USER && message.ts !== threadTs)
  return {
    pings: state.pings.items,
    statuses: state.statuses.items,
    prompts: state.prompts.items,
    ephemerals: state.ephemerals.all,
    callsOf: (method: string) => calls.items.filter((call) => call.method === method),
    messagesIn: store.inChannel,
    thread: store.inThread,
    repliesIn,
    ephemeralsFor: (user: string) => state.ephemerals.all.filter((one) => one.user === user && !one.isDeleted),
    statusOf(channel: string, threadTs: string) {
      const status = state.statuses.items.findLast((one) => one.channel === channel && one.threadTs === threadTs)
      const wrote = repliesIn(channel, threadTs).at(-1)
      return status === undefined || (wrote !== undefined && Number(wrote.ts) * 1000 >= status.at) ? '' : status.status
    },
    titleOf: (channel: string, threadTs: string) => state.titles.get(`${channel}/${threadTs}`),
  }
}

function isStreaming({ store, world }: PeerState): boolean {
  for (const channel of world.channels.keys()) {
    if (store.inChannel(channel).some(({ streaming }) => streaming === 'in_progress')) return true
  }
  return false
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
