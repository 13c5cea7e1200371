import { toKikuError } from '../../domain/errors.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import type { Bm25Index } from './create-bm25-index.ts'
import type { LiveSegment } from './live-segment.ts'
import type { MergeWorker } from './merge-in-worker.ts'
import { type MergeSource, mergeSegments } from './merge-segments.ts'
import { planMerge, SMALL_POSTINGS } from './plan-merge.ts'

/** Keeps the number of segments low as an index grows: small merges at once, large ones on another thread. */
export interface MergeKeeper {
  /** Call after every change. */
  tend(): void
  /** Merges everything into one segment, for saving. @returns undefined when the index is empty. */
  mergeAll(): Promise<LiveSegment | undefined>
}

export function createMergeKeeper(index: Bm25Index, worker: MergeWorker, telemetry: Telemetry): MergeKeeper {
  /** Segments on the other thread: a document of theirs must not be merged a second time here. */
  const away = new Set<LiveSegment>()
  let running: Promise<unknown> = Promise.resolve()
  let isBusy = false
  const atHome = (): LiveSegment[] => index.segments.filter((live) => !away.has(live))
  const mergeElsewhere = async (segments: readonly LiveSegment[]): Promise<LiveSegment> => {
    for (const live of segments) away.add(live)
    try {
      const { segment, newLocals } = await worker.merge(segments.map(toSource))
      return index.replace(segments, segment, newLocals)
    } finally {
      for (const live of segments) away.delete(live)
    }
  }
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const done = running.then(work)
    running = done.catch(() => {})
    return done
  }
  return {
    tend() {
      const small = planMerge(sized(atHome().filter(({ segment }) => segment.postingCount < SMALL_POSTINGS)))
      if (small.length > 0)
        mergeHere(
          index,
          small.map(({ live }) => live),
        )
      if (isBusy || planMerge(sized(atHome())).length === 0) return
      isBusy = true
      enqueue(async () => {
        const planned = planMerge(sized(atHome()))
        if (planned.length > 0) await mergeElsewhere(planned.map(({ live }) => live))
      })
        .catch((error: unknown) => telemetry.warn('text-index-merge-failed', { reason: toKikuError(error).code }))
        .finally(() => {
          isBusy = false
        })
    },
    mergeAll: () =>
      enqueue(async () => {
        const [first, ...others] = index.segments
        if (first === undefined || (others.length === 0 && isWithoutGaps(first))) return first
        // A thread takes longer to start than a small merge takes.
        return isSmall(index.segments) ? mergeHere(index, index.segments) : mergeElsewhere(index.segments)
      }),
  }
}

function mergeHere(index: Bm25Index, segments: readonly LiveSegment[]): LiveSegment {
  const { segment, newLocals } = mergeSegments(segments.map(toSource))
  return index.replace(segments, segment, newLocals)
}

function isSmall(segments: readonly LiveSegment[]): boolean {
  return segments.reduce((sum, { segment }) => sum + segment.postingCount, 0) < SMALL_POSTINGS
}

function toSource({ segment, ordinals }: LiveSegment): MergeSource {
  return { segment, alive: Uint8Array.from(ordinals, (ordinal) => (ordinal >= 0 ? 1 : 0)) }
}

function isWithoutGaps({ live, segment }: LiveSegment): boolean {
  return live === segment.documentCount
}

function sized(segments: readonly LiveSegment[]): { readonly live: LiveSegment; readonly postingCount: number }[] {
  return segments.map((live) => ({ live, postingCount: live.segment.postingCount }))
}
