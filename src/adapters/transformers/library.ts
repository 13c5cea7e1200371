import { pathToFileURL } from 'node:url'
import { z } from 'zod'

// What Kiku uses of @huggingface/transformers, which is not among its dependencies
// (https://huggingface.co/docs/transformers.js/api/models, .../api/tokenizers, .../api/env).

export interface Tensor {
  readonly type: string
  readonly dims: readonly number[]
  readonly data: ArrayLike<number>
  to(type: 'float32'): Tensor
}

export interface Tokenizer {
  encode(text: string, options?: { readonly add_special_tokens?: boolean }): readonly number[]
  readonly pad_token_id?: number | null
  readonly model_max_length?: number
}

interface Model {
  (inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor | undefined>>>
  readonly config?: {
    readonly model_type?: string
    readonly max_position_embeddings?: number
    readonly pad_token_id?: number | null
  }
}

export interface LoadedModel {
  readonly tokenizer: Tokenizer
  readonly model: Model
  readonly createTensor: (values: BigInt64Array, dimensions: readonly number[]) => Tensor
}

interface LoadOptions {
  readonly local_files_only?: boolean
  readonly cache_dir?: string
  readonly dtype?: string
  readonly device?: 'cpu'
  readonly session_options?: { readonly intraOpNumThreads: number }
  readonly progress_callback?: (event: unknown) => void
}

export interface Library {
  readonly env: {
    allowRemoteModels: boolean
    allowLocalModels: boolean
    remoteHost: string
  }
  readonly AutoTokenizer: { from_pretrained(model: string, options: LoadOptions): Promise<Tokenizer> }
  readonly AutoModel: { from_pretrained(model: string, options: LoadOptions): Promise<Model> }
  readonly Tensor: new (type: 'int64', values: BigInt64Array, dimensions: readonly number[]) => Tensor
}

/** Imports the library. @throws Error when it cannot run here, or lacks what Kiku needs of it */
export async function importLibrary(address: string): Promise<Library> {
  const module: unknown = await import(address.startsWith('file:') ? address : pathToFileURL(address).href)
  const found = [module, moduleSchema.safeParse(module).data?.default].find(
    (one) => librarySchema.safeParse(one).success,
  )
  return librarySchema.parse(found, { error: () => 'The package lacks AutoTokenizer, AutoModel, Tensor or env.' })
}

const withLoader = z.custom<{ from_pretrained: unknown }>(
  (value) => (typeof value === 'function' || typeof value === 'object') && value !== null && 'from_pretrained' in value,
)
const librarySchema = z.custom<Library>(
  (value) =>
    z
      .object({
        env: z.object({}),
        AutoTokenizer: withLoader,
        AutoModel: withLoader,
        Tensor: z.custom((one) => typeof one === 'function'),
      })
      .safeParse(value).success,
)
// A CommonJS build arrives as the default export.
const moduleSchema = z.object({ default: z.unknown() })
