import { z } from 'zod'
import type { Clock } from '../ports/clock.ts'
import type { SettingStore } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** How far making the missing vectors has come, as other processes may read it. Times are epoch milliseconds. */
export type EmbeddingProgress = z.infer<typeof Progress>

const Progress = z.object({
  /** Id of the embedder. */
  embedder: z.string(),
  /** Vectors made since the process began with them, of so many that were missing then. */
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  startedAt: z.number(),
  at: z.number(),
})

const NAME = 'embedding:progress'
const KEPT_EVERY_MS = 2_000
const LOGGED_EVERY_MS = 30_000
/** Nobody is at work who has said nothing for so long; a request to a slow server may take two minutes. */
const SILENT_MS = 150_000

export interface ProgressParts {
  readonly settings: SettingStore
  readonly telemetry: Telemetry
  readonly clock: Clock
  readonly embedder: { readonly id: string }
}

/** Keeps and logs the progress of one run. */
export interface ProgressNote {
  /** Adds vectors that were made. */
  add(count: number): Promise<void>
  finish(): Promise<void>
}

/** @param total vectors that are missing now */
export async function beginProgress(
  { settings, telemetry, clock, embedder }: ProgressParts,
  total: number,
): Promise<ProgressNote> {
  const startedAt = clock.now()
  let [done, keptAt, loggedAt] = [0, startedAt, startedAt]
  const keep = async (): Promise<void> => {
    keptAt = clock.now()
    const progress: EmbeddingProgress = { embedder: embedder.id, done, total, startedAt, at: keptAt }
    await settings.set(NAME, JSON.stringify(progress))
  }
  telemetry.info('embedding-begun', { count: total, embedder: embedder.id })
  await keep()
  return {
    async add(count) {
      done += count
      const now = clock.now()
      if (now - keptAt >= KEPT_EVERY_MS) await keep()
      if (now - loggedAt < LOGGED_EVERY_MS) return
      loggedAt = now
      const secondsLeft = estimateSeconds({ done, startedAt, at: now }, Math.max(0, total - done))
      telemetry.info('embedding-progress', { done, count: total, secondsLeft: secondsLeft ?? null })
    },
    async finish() {
      await settings.remove(NAME)
      telemetry.info('embedding-finished', { count: done, seconds: Math.round((clock.now() - startedAt) / 1_000) })
    },
  }
}

/** @returns undefined where nobody is at work with this embedder */
export async function readProgress({
  settings,
  clock,
  embedder,
}: Omit<ProgressParts, 'telemetry'>): Promise<EmbeddingProgress | undefined> {
  const kept = await settings.get(NAME)
  const parsed = Progress.safeParse(parseJson(kept))
  if (!parsed.success || parsed.data.embedder !== embedder.id) return undefined
  return clock.now() - parsed.data.at > SILENT_MS ? undefined : parsed.data
}

/** Seconds that so many vectors will take at the pace so far; undefined while there is none. */
export function estimateSeconds(
  { done, startedAt, at }: Pick<EmbeddingProgress, 'done' | 'startedAt' | 'at'>,
  remaining: number,
): number | undefined {
  if (done === 0 || at <= startedAt) return undefined
  return Math.ceil((remaining * (at - startedAt)) / done / 1_000)
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
