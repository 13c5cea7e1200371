import { loadavg } from 'node:os'
import type { Remote } from '../chat/remote.ts'
import type { ClientCalls } from './clients-process.ts'
import { type Spread, spreadOf } from './quantiles.ts'
import type { SearchOutcome } from './search-load.ts'
import { FLAT_OUT, HITS, SEARCH_RATE, SEARCH_SECONDS, VISITORS } from './settings.ts'
import type { createWatch, WatchedCost } from './watch-process.ts'

/** One load of searches on one server. */
export interface SearchFigures extends Omit<SearchOutcome, 'times'> {
  /** Searches a second: as asked, or as many as there could be. */
  readonly rate: number
  /** Milliseconds until the reply. */
  readonly times: Spread
  readonly cpuMsEach: number
  readonly cost: WatchedCost
  readonly loadBefore: number
}

export interface SearchedServer {
  readonly name: string
  readonly flatOut: SearchFigures
  /** At a constant rate: that of the bar, and, where it does not hold that, one that it should hold. */
  readonly constant: readonly SearchFigures[]
}

export interface SearchTarget {
  readonly name: string
  readonly url: string
  readonly server: Remote<Pick<ReturnType<typeof createWatch>, 'begin' | 'end'>>
  readonly clients: Remote<ClientCalls>
}

const WARM_UP_SECONDS = 5
/** Of what a server does flat out, so that what comes in bursts has room. */
const EASE = 0.8
/** A server that does less than this share of the bar is not asked for the bar: it would only fill its queue. */
const HOPELESS = 0.5

/** How many searches there can be, and how long they take at a constant rate. */
export async function measureSearches(target: SearchTarget, queries: readonly string[]): Promise<SearchedServer> {
  const search = { url: target.url, token: VISITORS[0]!.secret, queries, limit: HITS }
  await target.clients.call('searchFlatOut', { ...search, ...FLAT_OUT, seconds: WARM_UP_SECONDS })
  const flatOut = await watch(target, () => target.clients.call('searchFlatOut', { ...search, ...FLAT_OUT }))
  const atRate = (rate: number) =>
    watch(target, () => target.clients.call('searchAtRate', { ...search, rate, seconds: SEARCH_SECONDS }), rate)
  const constant: SearchFigures[] = []
  if (flatOut.rate >= SEARCH_RATE * HOPELESS) constant.push(await atRate(SEARCH_RATE))
  if (flatOut.rate < SEARCH_RATE) constant.push(await atRate(Math.max(1, Math.floor(flatOut.rate * EASE))))
  return { name: target.name, flatOut, constant }
}

async function watch(
  { server }: SearchTarget,
  load: () => Promise<SearchOutcome>,
  asked?: number,
): Promise<SearchFigures> {
  const loadBefore = loadavg()[0] ?? Number.NaN
  await server.call('begin', undefined)
  const { times, ...outcome } = await load()
  const cost = await server.call('end', undefined)
  const rate = asked ?? outcome.sent / outcome.seconds
  return { ...outcome, rate, times: spreadOf(times), cpuMsEach: cost.cpuMs / outcome.sent, cost, loadBefore }
}
