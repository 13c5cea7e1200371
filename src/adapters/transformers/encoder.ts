import { KikuError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { EncodedTexts } from './encode-texts.ts'
import type { EncoderInput, FinalReply, WorkerRequest } from './worker-messages.ts'
import type { WorkerProcess } from './worker-process.ts'

/** A loaded model, kept alive: when its process dies, another one takes over once for the same texts. */
export interface Encoder {
  /** SHA-256 over the model's files. */
  readonly digest: string
  /** Longest input that the model admits; undefined where it does not say. */
  readonly maxTokens: number | undefined
  /** @throws KikuError `embedder-failed`, `embedder-mismatch` when the model's files have changed */
  encode(inputs: readonly EncoderInput[], maxTokens: number): Promise<EncodedTexts>
  stop(): Promise<void>
}

export interface EncoderOptions {
  readonly load: Extract<WorkerRequest, { kind: 'load' }>
  readonly startProcess: () => WorkerProcess
  readonly clock: Clock
  /** Longest time for loading the model. Default 300000. */
  readonly loadMs?: number
  /** Longest time for one batch. Default 120000. */
  readonly batchMs?: number
}

/** @throws KikuError `embedder-failed`; the reason of the signal */
export async function startEncoder(options: EncoderOptions, signal: AbortSignal): Promise<Encoder> {
  const { load, startProcess, clock, loadMs = 300_000, batchMs = 120_000 } = options
  const closing = new AbortController()
  let current: WorkerProcess | undefined
  let resting: { readonly error: KikuError; readonly until: number } | undefined

  async function loadInto(process: WorkerProcess, loadSignal: AbortSignal) {
    const reply = await process.request(load, { signal: loadSignal, silenceMs: loadMs })
    if (reply.kind !== 'loaded') throw cannotRun(reply)
    return reply
  }

  /** @returns undefined when the process ended before it had answered */
  async function tryOnce(request: WorkerRequest): Promise<FinalReply | undefined> {
    if (current?.isAlive() !== true) {
      current = startProcess()
      const { digest } = await loadInto(current, closing.signal)
      if (digest !== first.digest) throw changed()
    }
    const reply = await current.request(request, { signal: closing.signal, silenceMs: batchMs })
    return reply.kind === 'crashed' ? undefined : reply
  }

  async function encode(inputs: readonly EncoderInput[], maxTokens: number): Promise<EncodedTexts> {
    if (resting !== undefined && clock.elapsed() < resting.until) throw resting.error
    const request = { kind: 'encode', inputs, maxTokens } as const
    const reply = (await tryOnce(request)) ?? (await tryOnce(request)) ?? { kind: 'crashed', reason: 'It ended twice.' }
    if (reply.kind === 'encoded') return { numbers: reply.numbers, dimension: reply.dimension }
    throw cannotRun(reply)
  }

  current = startProcess()
  const first = await loadInto(current, signal).catch(async (thrown: unknown) => {
    await current?.stop()
    throw signal.aborted ? signal.reason : asEmbedderFailure(thrown)
  })
  return {
    digest: first.digest,
    maxTokens: first.maxTokens,
    async encode(inputs, maxTokens) {
      try {
        return await encode(inputs, maxTokens)
      } catch (thrown) {
        const error = asEmbedderFailure(thrown)
        if (current?.isAlive() !== true) resting = { error, until: clock.elapsed() + REST_MS }
        throw error
      }
    },
    async stop() {
      closing.abort(new KikuError('cancelled', 'Kiku is shutting down.'))
      await current?.stop()
    },
  }
}

// A model that kills its process would be loaded again for every text otherwise.
const REST_MS = 30_000

function cannotRun(reply: FinalReply): KikuError {
  const reason = reply.kind === 'failed' || reply.kind === 'crashed' ? ` ${reply.reason}` : ''
  return new KikuError('embedder-failed', `The embedding model cannot be run.${reason}`, {
    retryable: reply.kind === 'crashed',
    remedy: 'Check the model folder and free memory, or choose a smaller embedding model.',
  })
}

function changed(): KikuError {
  return new KikuError('embedder-mismatch', "The embedding model's files have changed since Kiku started.", {
    remedy: 'Restart Kiku so that it re-embeds everything with the model as it is now.',
  })
}

/** The port promises fewer codes than there are ways to fail. */
function asEmbedderFailure(thrown: unknown): KikuError {
  if (thrown instanceof KikuError && ['embedder-failed', 'embedder-mismatch', 'cancelled'].includes(thrown.code)) {
    return thrown
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new KikuError('embedder-failed', message, {
    retryable: true,
    remedy: 'Try again, or choose a smaller embedding model.',
    cause: thrown,
  })
}
