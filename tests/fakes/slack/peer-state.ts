import { type BoundedLog, createBoundedLog } from './bounded-log.ts'
import { createEphemerals, type Ephemerals } from './ephemerals.ts'
import { createFiles, type Files } from './files.ts'
import { findPings, findPingsInBlocks } from './find-pings.ts'
import { createMessageStore, type MessageStore } from './message-store.ts'
import { createResponseUrls, type ResponseUrls } from './response-urls.ts'
import type { SlackLimits } from './slack-options.ts'
import { createTriggers, type Triggers } from './triggers.ts'
import { createViews, type Views } from './views.ts'
import type { WireObject } from './wire.ts'
import { createWorld, type World } from './world.ts'

/** Somebody would have been called by what the app wrote. */
export interface Ping {
  readonly method: string
  readonly channel: string
  readonly ts: string
  /** Such as `<!channel>` or `@here`. */
  readonly ping: string
}

/** What the app said that it is doing. An empty status takes it back. */
export interface Status {
  readonly channel: string
  readonly threadTs: string
  readonly status: string
  readonly loadingMessages: readonly unknown[]
  /** Epoch milliseconds. */
  readonly at: number
}

export interface SuggestedPrompts {
  readonly channel: string
  readonly threadTs: string | undefined
  readonly title: string | undefined
  readonly prompts: readonly WireObject[]
}

/** Everything that the peer remembers. Methods and people change it; tests look at it. */
export interface PeerState {
  readonly world: World
  readonly store: MessageStore
  readonly ephemerals: Ephemerals
  readonly files: Files
  readonly triggers: Triggers
  readonly views: Views
  readonly responses: ResponseUrls
  readonly pings: BoundedLog<Ping>
  readonly statuses: BoundedLog<Status>
  readonly prompts: BoundedLog<SuggestedPrompts>
  /** Titles that the app gave to threads, by channel and thread. */
  readonly titles: Map<string, string>
  readonly limits: SlackLimits
  readonly baseUrl: () => string
  /** Whether the app is still installed. */
  isInstalled: boolean
  /** Tells the app of something that happened, in its own time. */
  emit(event: WireObject, channel?: string): void
  /** The same for what the app itself did, where that is wanted. */
  echo(event: WireObject, channel: string): void
}

export interface PeerStateOptions {
  readonly limits: SlackLimits
  readonly keepCalls: number
  readonly keepMessages: number
  readonly baseUrl: () => string
  readonly emit: PeerState['emit']
  readonly echo: PeerState['echo']
}

export function createPeerState(options: PeerStateOptions): PeerState {
  const { limits, keepCalls, keepMessages, baseUrl, emit, echo } = options
  return {
    world: createWorld(),
    store: createMessageStore(keepMessages),
    ephemerals: createEphemerals(keepCalls),
    files: createFiles(baseUrl),
    triggers: createTriggers(limits.triggerLifeMs),
    views: createViews(),
    responses: createResponseUrls(baseUrl, limits),
    pings: createBoundedLog(keepCalls),
    statuses: createBoundedLog(keepCalls),
    prompts: createBoundedLog(keepCalls),
    titles: new Map(),
    limits,
    baseUrl,
    isInstalled: true,
    emit,
    echo,
  }
}

/** Writes down what in a text or in blocks would have called somebody. */
export function recordPings(
  state: PeerState,
  where: Omit<Ping, 'ping'>,
  said: { readonly text?: string; readonly blocks?: readonly WireObject[] },
): void {
  const found = [...findPings(said.text ?? ''), ...findPingsInBlocks(said.blocks ?? [])]
  for (const ping of found) state.pings.add({ ...where, ping })
}
