import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KikuError } from '../../domain/errors.ts'
import { isHubId, modelsFolder } from './find-model.ts'
import { type FoundPackage, findPackage } from './find-package.ts'
import { installPackage } from './install-package.ts'
import type { FetchProgress, FinalReply, Precision } from './worker-messages.ts'
import { startWorkerProcess } from './worker-process.ts'

export interface PrepareOptions {
  /** Folder or hub id; undefined when none is configured yet. */
  readonly model?: string
  readonly precision: Precision | 'auto'
  readonly data: string
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly onProgress: (progress: PrepareProgress) => void
  readonly signal: AbortSignal
  /** Address of the hub; the library's own when absent. */
  readonly hubUrl?: string
}

export type PrepareProgress =
  | { readonly kind: 'package-found'; readonly version: string }
  | { readonly kind: 'installing'; readonly bytes: number }
  | { readonly kind: 'installed'; readonly version: string }
  | ({ readonly kind: 'fetching' } & FetchProgress)

/**
 * Gets what an embedding model needs to run here: the library, where no copy is found, and the model, where it has to be
 * downloaded. What is there already stays.
 * @throws KikuError `model-unreachable`, `model-missing`, `disk-full`, `embedder-failed`, `deadline-exceeded`; the reason
 * of the signal
 */
export async function prepareTransformers(options: PrepareOptions): Promise<void> {
  const { library } = await preparePackage(options)
  const { model, precision, data, hubUrl, signal, onProgress, environment } = options
  if (model === undefined || !isHubId(model)) return
  const wanted = precision === 'auto' ? 'fp32' : precision
  const marker = join(modelsFolder(data), ...model.split('/'), `.fetched-${wanted}`)
  if (existsSync(marker)) return
  const worker = startWorkerProcess(hubVariables(environment))
  try {
    const request = {
      kind: 'fetch',
      library,
      modelId: model,
      precision: wanted,
      modelsFolder: modelsFolder(data),
      ...(hubUrl === undefined ? {} : { hubUrl }),
    } as const
    const onFetched = (progress: FetchProgress) => onProgress({ kind: 'fetching', ...progress })
    const reply = await worker.request(request, { signal, silenceMs: FETCH_SILENCE_MS, onProgress: onFetched })
    if (reply.kind !== 'fetched') throw fetchFailed(model, reply)
    // The library asks the hub again otherwise, which fails without a network.
    await writeFile(marker, '')
  } finally {
    await worker.stop()
  }
}

// Loading a large model at the end of its download says nothing either.
const FETCH_SILENCE_MS = 300_000
const INSPECT_MS = 120_000

async function preparePackage(options: PrepareOptions): Promise<FoundPackage> {
  const { onProgress } = options
  const present = findPackage(options)
  if (present !== undefined) {
    onProgress({ kind: 'package-found', version: present.version })
    return present
  }
  await installPackage({ ...options, onProgress: (bytes) => onProgress({ kind: 'installing', bytes }) })
  const found = findPackage(options)
  if (found === undefined) throw new KikuError('internal', 'The package is not where it was installed.')
  await inspect(found, options.signal)
  onProgress({ kind: 'installed', version: found.version })
  return found
}

async function inspect({ library }: FoundPackage, signal: AbortSignal): Promise<void> {
  const worker = startWorkerProcess()
  try {
    const reply = await worker.request({ kind: 'inspect', library }, { signal, silenceMs: INSPECT_MS })
    if (reply.kind === 'inspected') return
    throw new KikuError('embedder-failed', `The package is installed but does not run here.${reasonOf(reply)}`, {
      remedy: 'Choose another embedder.provider; this system may not be one that ONNX Runtime is built for.',
    })
  } finally {
    await worker.stop()
  }
}

function fetchFailed(model: string, reply: FinalReply): KikuError {
  const reason = reasonOf(reply)
  if (/fetch failed|terminated|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT/.test(reason)) {
    return new KikuError('model-unreachable', `The hub with the model ${model} cannot be reached.${reason}`, {
      retryable: true,
      remedy: 'Check the connection, or copy the model folder to this machine and name its path under embedder.model.',
      details: { model },
    })
  }
  return new KikuError('model-missing', `The model ${model} cannot be downloaded.${reason}`, {
    remedy: 'Name a model with the file onnx/model.onnx under embedder.model, such as Xenova/multilingual-e5-small.',
    details: { model },
  })
}

function reasonOf(reply: FinalReply): string {
  return reply.kind === 'failed' || reply.kind === 'crashed' ? ` ${reply.reason.replace(/(?<![.!?])$/, '.')}` : ''
}

// For gated models and for networks with certificates of their own.
function hubVariables(environment: PrepareOptions['environment']): Record<string, string> {
  return Object.fromEntries(
    ['HF_TOKEN', 'NODE_EXTRA_CA_CERTS'].flatMap((name) => {
      const value = environment[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
