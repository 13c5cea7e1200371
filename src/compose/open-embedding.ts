import type { Embedding, OpenOptions } from '../cli/dependencies.ts'
import type { Config } from '../config.ts'
import { openEmbedder } from './open-embedder.ts'

/** The embedder alone, without data folder and index. @throws KikuError why it cannot be used */
export async function openEmbedding(
  config: Config,
  { telemetry, signal }: Omit<OpenOptions, 'mode'>,
): Promise<Embedding> {
  const opened = await openEmbedder(config, telemetry, signal)
  if (opened.error !== undefined) throw opened.error
  const { embedder } = opened
  const { id, preset, dimension } = embedder
  return {
    embedder: { id, preset, dimension },
    embed: (texts, purpose, until) => embedder.embed(texts, purpose, until),
    close: () => opened.close(),
  }
}
