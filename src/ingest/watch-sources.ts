import type { Source } from '../domain/document.ts'
import { KikuError, toKikuError } from '../domain/errors.ts'
import type { WatchEvent, WatchTarget } from '../ports/file-system.ts'
import type { IngestRun } from './ingest-run.ts'
import type { IngestPorts } from './ingestor.ts'
import { refreshPaths } from './refresh-paths.ts'
import { refreshSource } from './refresh-source.ts'
import { sweepLeftovers } from './sweep-leftovers.ts'

export interface WatchOptions {
  readonly ports: IngestPorts
  readonly startRun: () => IngestRun
  /** Runs work on a source when no other does. */
  readonly inTurn: (source: Source, work: () => Promise<void>) => Promise<void>
  /** Whether a person named these sources, rather than all there are. */
  readonly isNamed: boolean
  readonly signal: AbortSignal
}

/** Refreshes sources, then follows their changes until the signal aborts. A change that fails does not end it. */
export async function watchSources(sources: readonly Source[], options: WatchOptions): Promise<void> {
  const { ports, signal } = options
  const watchable = sources.filter((source) => source.kind !== 'url' && source.kind !== 'channel')
  if (watchable.length === 0 && options.isNamed) throw notWatchable()
  if (watchable.length === 0) return
  // Sources to look at as a whole: at first all, later those where a change got lost.
  const stale = new Set(watchable)
  try {
    const accepts = (path: string) => ports.loader.accepts(path)
    for await (const event of ports.files.watch(toTargets(watchable), accepts, signal)) {
      await followEvent(event, watchable, stale, options)
    }
  } catch (error) {
    // Ending is what the signal is for.
    if (!signal.aborted) throw error
  }
}

async function followEvent(
  event: WatchEvent,
  sources: readonly Source[],
  stale: Set<Source>,
  { ports, startRun, inTurn, signal }: WatchOptions,
): Promise<void> {
  const run = startRun()
  for (const source of sources) {
    const concerns = event.kind !== 'ready' && event.target === source.location
    if (concerns && event.kind === 'overflowed') stale.add(source)
    if (!concerns && !stale.has(source)) continue
    try {
      if (event.kind === 'changed' && !stale.has(source)) {
        await inTurn(source, () => refreshPaths(source, event.paths, run))
      } else {
        await inTurn(source, () => refreshSource(source, run))
      }
      stale.delete(source)
    } catch (thrown) {
      signal.throwIfAborted()
      stale.add(source)
      const error = toKikuError(thrown)
      ports.telemetry.error('watch-update-failed', { source: source.id, code: error.code })
      run.report.settle(source.location, source.location, { kind: 'failed', error })
    }
  }
  await sweepLeftovers(ports.store, signal)
}

function toTargets(sources: readonly Source[]): readonly WatchTarget[] {
  const targets = sources.map(({ kind, location }): [string, WatchTarget] => {
    return [location, { path: location, kind: kind === 'file' ? 'file' : 'folder' }]
  })
  return [...new Map(targets).values()]
}

function notWatchable(): KikuError {
  return new KikuError('misuse', 'Only files and folders can be watched.', {
    remedy: 'Run kiku sources refresh to read web pages again.',
  })
}
