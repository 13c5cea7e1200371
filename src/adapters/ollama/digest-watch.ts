import { KikuError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import { fullName } from './find-model.ts'
import type { OllamaClient } from './ollama-client.ts'
import { modelMissing } from './translate-error.ts'

/** Notices when a model's weights change under its name, as `ollama pull` does. */
export interface DigestWatch {
  /** Of the weights that the watch began with, in hex. */
  readonly digest: string
  /** Looks at most once a minute. @throws KikuError `embedder-mismatch` from the change on */
  check(signal: AbortSignal): Promise<void>
}

/** @throws KikuError `model-missing` */
export async function createDigestWatch({
  client,
  model,
  clock,
  signal,
}: {
  readonly client: OllamaClient
  readonly model: string
  readonly clock: Clock
  readonly signal: AbortSignal
}): Promise<DigestWatch> {
  const digest = await readDigest(client, model, signal)
  if (digest === undefined) throw modelMissing(undefined, { model, host: client.address.label })
  let checkedAt = clock.elapsed()
  let hasChanged = false
  return {
    digest,
    async check(callSignal) {
      if (!hasChanged && clock.elapsed() - checkedAt >= INTERVAL_MS) {
        checkedAt = clock.elapsed()
        // A server that is away now, or a model that is gone, shows itself when it is asked to embed.
        const current = await readDigest(client, model, callSignal).catch(() => undefined)
        hasChanged = current !== undefined && current !== digest
      }
      if (!hasChanged) return
      throw new KikuError('embedder-mismatch', `The embedding model '${model}' was replaced by another version.`, {
        remedy: 'Restart Kiku so that it re-embeds everything with the new version.',
        details: { model },
      })
    },
  }
}

const INTERVAL_MS = 60_000

async function readDigest(client: OllamaClient, model: string, signal: AbortSignal): Promise<string | undefined> {
  const models = await client.listModels(signal)
  return models.find(({ name }) => fullName(name) === fullName(model))?.digest.replace(/^sha256:/, '')
}
