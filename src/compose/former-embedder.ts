import { z } from 'zod'
import { configSchema } from '../config/schema.ts'
import type { Config } from '../config.ts'
import { toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import { countMissingVectors } from '../index/count-missing-vectors.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { SettingStore, Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { type OpenEmbedder, openEmbedder } from './open-embedder.ts'

/** Which embedder has made the vectors of the whole index, and how it is opened again. Holds no key. */
const Completed = z.object({
  id: z.string(),
  preset: z.string(),
  settings: configSchema.shape.embedder,
})

const NAME = 'embedder:completed'
/** A start must not wait long for something that only bridges a gap. */
const OPEN_MS = 10_000

/** Remembers that everything in the index has vectors of this embedder. */
export async function rememberCompleted(
  settings: SettingStore,
  config: Config,
  { embedder: { id, preset }, error }: OpenEmbedder,
): Promise<void> {
  // With none at all nothing is missing in an empty index only.
  if (error !== undefined) return
  const { apiKey: _, ...plain } = config.embedder
  const text = JSON.stringify({ id, preset, settings: plain })
  if ((await settings.get(NAME)) !== text) await settings.set(NAME, text)
}

/**
 * The embedder whose vectors the index is full of, when the one that is configured has yet to embed much of it: until then
 * questions are searched with the old vectors. It has to be there still, with the same weights.
 */
export async function openFormerEmbedder(
  { config, store, embedder, telemetry }: FormerParts,
  signal: AbortSignal,
): Promise<OpenEmbedder | undefined> {
  const missing = await countMissingVectors(store.vectors, embedder)
  if (missing === 0) return undefined
  const completed = await readCompleted(store.settings)
  // A data folder that is older than this memory was most likely filled with the embedder in the box.
  const settings = completed?.settings ?? configSchema.shape.embedder.parse({ provider: 'bundled' })
  if (completed?.id === embedder.id && completed.preset === embedder.preset) return undefined
  const former = await withDeadline({ signal, timeoutMs: OPEN_MS, what: 'start of the former embedder' }, (inTime) =>
    openEmbedder({ ...config, embedder: { ...settings, ...keyFor(config, settings) } }, telemetry, inTime),
  ).catch((thrown: unknown) => {
    signal.throwIfAborted()
    telemetry.info('former-embedder-unavailable', { reason: toKikuError(thrown).code })
    return undefined
  })
  if (former === undefined) return undefined
  const isSame = completed === undefined || completed.id === former.embedder.id
  const isFuller = (await countMissingVectors(store.vectors, former.embedder)) < missing
  if (former.error === undefined && isSame && isFuller) {
    telemetry.info('former-embedder-serves', { embedder: former.embedder.id, missing })
    return former
  }
  telemetry.info('former-embedder-unavailable', { reason: former.error?.code ?? (isSame ? 'incomplete' : 'changed') })
  await former.close()
  return undefined
}

export interface FormerParts {
  readonly config: Config
  readonly store: Store
  readonly embedder: Embedder
  readonly telemetry: Telemetry
}

type EmbedderSettings = z.infer<typeof configSchema.shape.embedder>

/** The key of one server is never sent to another. */
function keyFor({ embedder }: Config, { provider, url }: EmbedderSettings): Pick<Config['embedder'], 'apiKey'> {
  const isSameServer = embedder.provider === provider && embedder.url === url
  return isSameServer && embedder.apiKey !== undefined ? { apiKey: embedder.apiKey } : {}
}

async function readCompleted(settings: SettingStore): Promise<z.infer<typeof Completed> | undefined> {
  try {
    const kept = await settings.get(NAME)
    return kept === undefined ? undefined : Completed.safeParse(JSON.parse(kept)).data
  } catch {
    return undefined
  }
}
