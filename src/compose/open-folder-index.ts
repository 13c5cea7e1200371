import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createPersistentBm25Index } from '../adapters/bm25/create-persistent-bm25-index.ts'
import { createExactIndex } from '../adapters/exact-scan/create-exact-index.ts'
import { createHnswIndex } from '../adapters/hnswlib/create-hnsw-index.ts'
import { type OpenIndex, openIndex } from '../index/open-index.ts'
import { isListWorthy } from '../index/serving-embedder.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Instruments } from '../ports/instruments.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** The index of a data folder, with its snapshots and graphs in `index/` there. */
export function openFolderIndex(
  parts: {
    readonly folder: string
    readonly store: Store
    readonly embedder: Embedder
    readonly formerEmbedder?: Embedder
    readonly onComplete?: () => Promise<void>
    readonly telemetry: Telemetry
    readonly instruments: Instruments
    readonly isWriter: boolean
  },
  signal: AbortSignal,
): Promise<OpenIndex> {
  const { folder: _, ...others } = parts
  const { embedder, formerEmbedder, telemetry } = parts
  const folder = join(parts.folder, 'index')
  const isListed = [embedder, formerEmbedder].some((one) => one !== undefined && isListWorthy(one))
  return openIndex(
    {
      ...others,
      createLexicalIndex: (namespace) =>
        createPersistentBm25Index({ path: join(folder, `${namespace}.bm25`), telemetry }),
      createVectorIndex: (namespace, space, dimension) =>
        createHnswIndex({
          rows: createExactIndex(dimension),
          folder,
          name: `${namespace}-${createHash('sha256').update(space).digest('hex').slice(0, 16)}`,
          telemetry,
          // An embedder that only orders what words find is never asked for the nearest of all.
          ...(isListed ? {} : { minimum: Number.POSITIVE_INFINITY }),
        }),
    },
    signal,
  )
}
