import type { WebScene } from './open-web-scene.ts'
import type { SlowOutcome } from './read-slowly.ts'
import { SLOW_READERS, VISITORS } from './settings.ts'
import type { HeldMemory, WatchedCost } from './watch-process.ts'

export interface SlowFigures {
  readonly outcome: SlowOutcome
  /** After the collection of garbage. */
  readonly before: HeldMemory
  readonly after: HeldMemory
  readonly cost: WatchedCost
}

/** What readers cost who take a byte a second of much that they have asked for. */
export async function measureSlowReaders(
  { url, kiku, clients }: WebScene,
  queries: readonly string[],
): Promise<SlowFigures> {
  const before = await kiku.call('weigh', undefined)
  await kiku.call('begin', undefined)
  const outcome = await clients.call('readSlowly', { url, token: VISITORS[0]!.secret, queries, ...SLOW_READERS })
  const cost = await kiku.call('end', undefined)
  return { outcome, before, after: await kiku.call('weigh', undefined), cost }
}
