import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { probeEmbedding } from '../../domain/embedding/probe-embedding.ts'
import { toUnitVector } from '../../domain/embedding/unit-vector.ts'
import { type EmbeddingPreset, keySpaceName } from '../../domain/embedding-preset.ts'
import { KikuError } from '../../domain/errors.ts'
import { withDeadline } from '../../domain/with-deadline.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Embedder, EmbeddingPurpose } from '../../ports/embedder.ts'
import type { EncodedTexts } from './encode-texts.ts'
import { type Encoder, type EncoderOptions, startEncoder } from './encoder.ts'
import { createEncoderLanes } from './encoder-lanes.ts'
import { findModel, modelsFolder } from './find-model.ts'
import { findPackage } from './find-package.ts'
import type { EncoderInput, Precision } from './worker-messages.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

export interface TransformersEmbedderOptions {
  /** Absolute path of a folder, or the id of a model that was downloaded before. */
  readonly model: string
  /** Which of the model's files to run; `auto` takes the most exact one. */
  readonly precision: Precision | 'auto'
  readonly preset: EmbeddingPreset
  /** Kiku's data folder. */
  readonly data: string
  /** Where an installed copy of the library is looked for first. */
  readonly cwd: string
  readonly clock: Clock
  readonly limits?: Pick<EncoderOptions, 'loadMs' | 'batchMs'>
  readonly startProcess?: () => WorkerProcess
}

/**
 * An embedding model run by @huggingface/transformers in a process beside Kiku, probed before it is returned. Fetches
 * nothing: the package and the model are there, or `kiku embedder install` gets them.
 * @throws KikuError `model-missing`, `embedder-mismatch`, `embedder-failed`, `config-invalid`
 */
export async function createTransformersEmbedder(
  options: TransformersEmbedderOptions,
  signal: AbortSignal,
): Promise<Embedder & { close(): Promise<void> }> {
  const { preset, data, clock, startProcess = () => startWorkerProcess() } = options
  checkPreset(preset)
  const found = findPackage(options)
  if (found === undefined) throw packageMissing()
  const model = findModel(options.model, data, options.precision)
  const load = {
    kind: 'load',
    library: found.library,
    folder: model.folder,
    precision: model.precision,
    pooling: preset.pooling,
    ...(preset.endToken === undefined ? {} : { endToken: preset.endToken }),
    // One core stays for Kiku itself.
    threads: Math.max(1, availableParallelism() - 1),
    files: model.files,
    digestCache: join(modelsFolder(data), 'digests.json'),
  } as const
  const encoder = await startEncoder({ load, startProcess, clock, ...options.limits }, signal)
  const maxTokens = Math.min(preset.maxTokens, encoder.maxTokens ?? Number.POSITIVE_INFINITY)
  try {
    const send = async (texts: readonly string[]) =>
      readRows(
        await encoder.encode(
          texts.map((text) => ({ before: '', text, after: '', keep: 'start' })),
          maxTokens,
        ),
      )
    // What the probe finds out about the longest input is not needed: here the tokenizer itself counts.
    const probing = () => probeEmbedding({ model: model.name, preset, maxTokens, send })
    const { dimension } = await withDeadline({ signal, timeoutMs: PROBE_MS, what: 'first embedding' }, probing)
    return embedderOf({ encoder, preset, maxTokens, dimension, name: `${model.name}:${model.precision}` })
  } catch (thrown) {
    await encoder.stop()
    throw thrown
  }
}

function embedderOf({
  encoder,
  preset,
  maxTokens,
  dimension,
  name,
}: {
  readonly encoder: Encoder
  readonly preset: EmbeddingPreset
  readonly maxTokens: number
  readonly dimension: number
  readonly name: string
}): Embedder & { close(): Promise<void> } {
  const id = `transformers:${name}@sha256:${encoder.digest.slice(0, 16)}`
  const lanes = createEncoderLanes((inputs: readonly EncoderInput[]) => encoder.encode(inputs, maxTokens))
  return {
    id,
    preset: preset.name,
    dimension,
    maxTokens,
    fusion: preset.fusion,
    keySpace: (task) => keySpaceName({ id, dimension }, preset, task),
    async embed(texts, purpose, signal) {
      signal.throwIfAborted()
      const filled = texts.flatMap((text, at) => (text.trim() === '' ? [] : [{ at, text }]))
      const vectors: Float32Array[] = texts.map(() => new Float32Array(dimension))
      for (let from = 0; from < filled.length; from += BATCH) {
        const batch = filled.slice(from, from + BATCH)
        const inputs = batch.map(({ text }) => inputOf(preset, purpose, text, maxTokens))
        const rows = readRows(await lanes.submit(purpose.side, inputs, signal))
        batch.forEach(({ at }, row) => {
          vectors[at] = checkVector(rows[row], dimension)
        })
      }
      return vectors
    },
    async close() {
      lanes.close()
      await encoder.stop()
    },
  }
}

const PROBE_MS = 300_000
/** Texts to a batch: a question waits for one batch of documents at most. */
const BATCH = 16

// No tokenizer gives more characters to a token, and the process need not be sent whole books.
const MOST_CHARACTERS_PER_TOKEN = 16

function inputOf(
  preset: EmbeddingPreset,
  { task, side }: EmbeddingPurpose,
  text: string,
  maxTokens: number,
): EncoderInput {
  const [before = '', after = ''] = preset.templates[task][side].split('{text}')
  // Models cut on the right, which would cost a conversation its current question: there the oldest turns go.
  const keep = task === 'convsearch' && side === 'query' ? 'end' : 'start'
  const most = maxTokens * MOST_CHARACTERS_PER_TOKEN
  return { before, text: keep === 'start' ? text.slice(0, most) : text.slice(-most), after, keep }
}

function readRows({ numbers, dimension }: EncodedTexts): Float32Array[] {
  const rows = dimension === 0 ? 0 : numbers.length / dimension
  return Array.from({ length: rows }, (_, row) => numbers.subarray(row * dimension, (row + 1) * dimension))
}

function checkVector(row: Float32Array | undefined, dimension: number): Float32Array {
  const vector = row?.length === dimension ? toUnitVector(row) : undefined
  if (vector !== undefined) return vector
  throw new KikuError('embedder-failed', 'The embedding model returned too few numbers, or some that are not finite.', {
    remedy: 'Choose another embedding model, or another precision of this one.',
  })
}

function checkPreset({ pooling, name, notWithOllama }: EmbeddingPreset): void {
  const isPooled = pooling === 'cls' || pooling === 'mean' || pooling === 'last'
  // What keeps a model from Ollama (pooling, splitting into words) is missing here too.
  if (isPooled && notWithOllama === undefined) return
  throw new KikuError(
    'config-invalid',
    `Models of the preset ${name} cannot be run with embedder.provider transformers.`,
    {
      remedy:
        'Serve the model at an address with /v1/embeddings and set embedder.provider to openai, or choose another model.',
    },
  )
}

/** What doctor and the log say when the package is not there. */
function packageMissing(): KikuError {
  return new KikuError('model-missing', 'The package @huggingface/transformers is not installed.', {
    remedy: 'Install it with `kiku embedder install`.',
  })
}
