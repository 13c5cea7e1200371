import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createHashedEmbedder } from '../adapters/bundled-embedder/create-hashed-embedder.ts'
import { createStaticEmbedder } from '../adapters/bundled-embedder/create-static-embedder.ts'
import { type LoadedWeights, loadStaticWeights } from '../adapters/bundled-embedder/load-static-weights.ts'
import { withoutHeads } from '../adapters/bundled-embedder/static-weights.ts'
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
  isBare = false,
}: {
  readonly telemetry?: Telemetry
  readonly path?: string
  /** Without heads, the instructions of this embedder. */
  readonly isBare?: boolean
} = {}): Embedder {
  const loaded = load(path, isBare)
  if (loaded.kind === 'embedder') return loaded.embedder
  telemetry.warn('bundled-weights-unusable', { reason: loaded.reason, path })
  return createHashedEmbedder(EMBEDDING_PRESETS.hashed)
}

/**
 * The same embedder with weights of the user's own, as `scripts/train-embedder.ts` makes them.
 * @throws KikuError `config-invalid` where the file cannot be used: nobody who names weights wants others
 */
export function openOwnEmbedder(path: string, isBare = false): Embedder {
  const loaded = load(path, isBare)
  if (loaded.kind === 'embedder') return loaded.embedder
  throw new KikuError(
    'config-invalid',
    `embedder.model names ${path}, which holds no usable weights (${loaded.reason}).`,
    {
      remedy: 'Train them with scripts/train-embedder.ts, or leave embedder.model out.',
    },
  )
}

type Loaded =
  | { readonly kind: 'embedder'; readonly embedder: Embedder }
  | Exclude<LoadedWeights, { readonly kind: 'weights' }>

/** The last one that was loaded, 32 MB: whoever opens the same file again shares it, since an embedder keeps nothing of a call. */
let kept:
  | { readonly path: string; readonly stamp: string; readonly isBare: boolean; readonly loaded: Loaded }
  | undefined

function load(path: string, isBare: boolean): Loaded {
  const stat = statSync(path, { throwIfNoEntry: false })
  const stamp = stat === undefined ? 'missing' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`
  if (kept?.path === path && kept.stamp === stamp && kept.isBare === isBare) return kept.loaded
  const weights = loadStaticWeights(path)
  if (weights.kind !== 'weights') return weights
  const table = isBare ? withoutHeads(weights.weights) : weights.weights
  const parts = { preset: EMBEDDING_PRESETS.bundled, weights: table, digest: weights.digest }
  const embedder = createStaticEmbedder(parts)
  const loaded: Loaded = { kind: 'embedder', embedder }
  kept = { path, stamp, isBare, loaded }
  return loaded
}
