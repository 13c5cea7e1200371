import { digestModel } from './digest-model.ts'
import { encodeTexts } from './encode-texts.ts'
import { fetchFromHub } from './fetch-from-hub.ts'
import { importLibrary, type LoadedModel } from './library.ts'
import type { WorkerReply, WorkerRequest } from './worker-messages.ts'

// The process that runs the model. Not a thread: ONNX Runtime aborts the whole program when a thread that computes is
// terminated, and a crash in native code takes every thread along.

type LoadRequest = Extract<WorkerRequest, { kind: 'load' }>

let loaded: { readonly model: LoadedModel; readonly reading: Pick<LoadRequest, 'pooling' | 'endToken'> } | undefined

process.on('message', (request: WorkerRequest) => void answer(request))
// Nobody is left to compute for.
process.on('disconnect', () => process.exit())

async function answer(request: WorkerRequest): Promise<void> {
  try {
    send(await perform(request))
  } catch (thrown) {
    send({ kind: 'failed', reason: describe(thrown) })
  }
}

async function perform(request: WorkerRequest): Promise<WorkerReply> {
  switch (request.kind) {
    case 'inspect':
      await importLibrary(request.library)
      return { kind: 'inspected' }
    case 'fetch':
      await fetchFromHub(await importLibrary(request.library), request, (progress) =>
        send({ kind: 'progress', ...progress }),
      )
      return { kind: 'fetched' }
    case 'load':
      return load(request)
    case 'encode':
      if (loaded === undefined) throw new Error('No model is loaded.')
      return { kind: 'encoded', ...(await encodeTexts(loaded.model, { ...request, ...loaded.reading })) }
  }
}

async function load(request: LoadRequest): Promise<WorkerReply> {
  const { library: address, folder, precision, threads, files, digestCache, pooling, endToken } = request
  const digest = await digestModel(files, digestCache)
  const library = await importLibrary(address)
  library.env.allowRemoteModels = false
  library.env.allowLocalModels = true
  const tokenizer = await library.AutoTokenizer.from_pretrained(folder, { local_files_only: true })
  const model = await library.AutoModel.from_pretrained(folder, {
    local_files_only: true,
    dtype: precision,
    device: 'cpu',
    session_options: { intraOpNumThreads: threads },
  })
  const createTensor: LoadedModel['createTensor'] = (values, sizes) => new library.Tensor('int64', values, sizes)
  const whole = { tokenizer, model, createTensor }
  loaded = { model: whole, reading: { pooling, ...(endToken === undefined ? {} : { endToken }) } }
  const maxTokens = longestInput(whole)
  return { kind: 'loaded', digest, ...(maxTokens === undefined ? {} : { maxTokens }) }
}

function longestInput({ tokenizer, model }: LoadedModel): number | undefined {
  const { model_type: type = '', max_position_embeddings: positions, pad_token_id: padding } = model.config ?? {}
  // RoBERTa and its kin count positions from behind the padding's.
  const unusable = /roberta|camembert/.test(type) ? (padding ?? 1) + 1 : 0
  const limits = [tokenizer.model_max_length, positions === undefined ? undefined : positions - unusable]
  const said = limits.filter((limit): limit is number => limit !== undefined && limit > 0 && limit < MOST_BELIEVED)
  return said.length === 0 ? undefined : Math.min(...said)
}

// Tokenizers without a limit give 10^30.
const MOST_BELIEVED = 1_000_000

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const { cause } = thrown
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `${thrown.message}${code}`
}

function send(reply: WorkerReply): void {
  process.send?.(reply)
}
