import { join } from 'node:path'
import { createHashedEmbedder } from '../adapters/bundled-embedder/create-hashed-embedder.ts'
import { createStaticEmbedder } from '../adapters/bundled-embedder/create-static-embedder.ts'
import { loadStaticWeights } from '../adapters/bundled-embedder/load-static-weights.ts'
import { KikuError } from '../domain/errors.ts'
import { EMBEDDING_PRESETS } from '../index/embedding-presets.ts'
import type { Embedder } from '../ports/embedder.ts'
import { silentTelemetry, type Telemetry } from '../ports/telemetry.ts'
import { packageFolder } from './package-folder.ts'

/** Where the trained weights lie. */
export const BUNDLED_WEIGHTS = join('models', 'bundled-embedder.bin')

/**
 * The embedder in the box, with its trained weights. Without them, or where the file is damaged, a hashed one stands in,
 * which finds by words alone: Kiku works, and says so.
 */
export function openBundledEmbedder({
  telemetry = silentTelemetry,
  path = join(packageFolder(), BUNDLED_WEIGHTS),
}: {
  readonly telemetry?: Telemetry
  readonly path?: string
} = {}): Embedder {
  const loaded = loadStaticWeights(path)
  if (loaded.kind === 'weights') return createStaticEmbedder({ preset: EMBEDDING_PRESETS.bundled, ...loaded })
  telemetry.warn('bundled-weights-unusable', { reason: loaded.reason, path })
  return createHashedEmbedder(EMBEDDING_PRESETS.hashed)
}

/**
 * The same embedder with weights of the user's own, as `scripts/train-embedder.ts` makes them.
 * @throws KikuError `config-invalid` where the file cannot be used: nobody who names weights wants others
 */
export function openOwnEmbedder(path: string): Embedder {
  const loaded = loadStaticWeights(path)
  if (loaded.kind === 'weights') return createStaticEmbedder({ preset: EMBEDDING_PRESETS.bundled, ...loaded })
  throw new KikuError(
    'config-invalid',
    `embedder.model names ${path}, which holds no usable weights (${loaded.reason}).`,
    {
      remedy: 'Train them with scripts/train-embedder.ts, or leave embedder.model out.',
    },
  )
}
