import type { Source } from '../domain/document.ts'
import { createByteGate } from './byte-gate.ts'
import { createEmbeddingQueue } from './embedding-queue.ts'
import { findSources } from './find-sources.ts'
import type { IngestRun } from './ingest-run.ts'
import { DEFAULT_INGEST_LIMITS, type Ingestor, type IngestPorts, type ReportProgress } from './ingestor.ts'
import { createKeyedLock } from './keyed-lock.ts'
import { createPace } from './pace.ts'
import { proposeSources } from './propose-sources.ts'
import { refreshSource } from './refresh-source.ts'
import { forgetFruitless, removeSource } from './remove-source.ts'
import { createRunReport } from './run-report.ts'
import { sweepLeftovers } from './sweep-leftovers.ts'
import { watchSources } from './watch-sources.ts'

type Defaulted = 'limits' | 'createId'
export type IngestorOptions = Omit<IngestPorts, Defaulted> & Partial<Pick<IngestPorts, Defaulted>>

/** Sources → documents → chunks → store and index. */
export function createIngestor(options: IngestorOptions): Ingestor {
  const ports: IngestPorts = { limits: DEFAULT_INGEST_LIMITS, createId: () => crypto.randomUUID(), ...options }
  // Two runs over one source would each take what the other is reading for new.
  const lock = createKeyedLock()

  return {
    async ingest(request, onProgress, signal) {
      const proposals = await proposeSources(request, ports)
      const run = startRun(onProgress, signal)
      for (const proposal of proposals) {
        const source = await ports.store.sources.add(proposal)
        await refreshInTurn(source, run)
        if (source.id === proposal.id) await lock.run(source.id, () => forgetFruitless(source, ports), signal)
      }
      return finishRun(run)
    },

    async refresh(which, onProgress, signal) {
      const sources = await findSources(which, ports)
      const run = startRun(onProgress, signal)
      for (const source of sources) await refreshInTurn(source, run)
      return finishRun(run)
    },

    async removeSource(which) {
      const removed = { documents: 0, items: 0 }
      for (const source of await findSources([which], ports)) {
        const gone = await lock.run(source.id, () => removeSource(source, ports), NEVER)
        removed.documents += gone.documents
        removed.items += gone.items
      }
      await sweepLeftovers(ports.store, NEVER)
      return removed
    },

    async watch(which, onProgress, signal) {
      const sources = await findSources(which, ports)
      await watchSources(sources, {
        ports,
        startRun: () => startRun(onProgress, signal),
        inTurn: (source, work) => lock.run(source.id, work, signal),
        isNamed: which.length > 0,
        signal,
      })
    },

    sweep: (signal) => sweepLeftovers(ports.store, signal),
  }

  function startRun(onProgress: ReportProgress, signal: AbortSignal): IngestRun {
    const { index, limits } = ports
    const pace = createPace()
    const embed = createEmbeddingQueue({ index, batchSize: limits.batchSize, pace, signal })
    const gate = createByteGate(limits.maxBytesInFlight)
    return { ...ports, embed, gate, pace, report: createRunReport(onProgress, limits.maxFailures), signal }
  }

  async function refreshInTurn(source: Source, run: IngestRun): Promise<void> {
    await lock.run(source.id, () => refreshSource(source, run), run.signal)
  }

  async function finishRun(run: IngestRun) {
    await sweepLeftovers(ports.store, run.signal)
    return run.report.finish()
  }
}

// Removing is short and must not stop half-way.
const NEVER = new AbortController().signal
