import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'

/** Precisions in which ONNX models are published, each a file of its own. */
export type Precision = 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q4'

/** One text for the model: the template in two parts around it, so that shortening spares the template. */
export interface EncoderInput {
  readonly before: string
  readonly text: string
  readonly after: string
  /** Which end of the text stays when it is too long. */
  readonly keep: 'start' | 'end'
}

/** What is asked of the worker process. One request at a time. */
export type WorkerRequest =
  /** Only imports the library. */
  | { readonly kind: 'inspect'; readonly library: string }
  /** Downloads a model from a hub. */
  | {
      readonly kind: 'fetch'
      readonly library: string
      readonly modelId: string
      readonly precision: Precision
      /** The model lands in a folder of its id's name in here. */
      readonly modelsFolder: string
      /** Address of the hub; the library's own when absent. */
      readonly hubUrl?: string
    }
  | {
      readonly kind: 'load'
      /** Address (`file:`) of the library's main module. */
      readonly library: string
      readonly folder: string
      readonly precision: Precision
      readonly pooling: EmbeddingPreset['pooling']
      /** Token that must stand behind every input; put there where the tokenizer does not do it. */
      readonly endToken?: string
      /** Threads that compute. */
      readonly threads: number
      /** Absolute paths of everything that decides the vectors. */
      readonly files: readonly string[]
      /** Where digests are remembered. */
      readonly digestCache: string
    }
  | { readonly kind: 'encode'; readonly inputs: readonly EncoderInput[]; readonly maxTokens: number }

export interface FetchProgress {
  /** Path of the file inside the model. */
  readonly file: string
  readonly loadedBytes: number
  /** 0 while unknown. */
  readonly totalBytes: number
}

/** What the worker answers; progress comes any number of times before the end. */
export type WorkerReply =
  | ({ readonly kind: 'progress' } & FetchProgress)
  | { readonly kind: 'inspected' }
  | { readonly kind: 'fetched' }
  | {
      readonly kind: 'loaded'
      /** SHA-256 over the model's files, in hexadecimal. */
      readonly digest: string
      /** Longest input that the model admits; undefined where it does not say. */
      readonly maxTokens?: number
    }
  /** Vectors as the model gives them, one behind the other; not normalised. */
  | { readonly kind: 'encoded'; readonly numbers: Float32Array; readonly dimension: number }
  | { readonly kind: 'failed'; readonly reason: string }

/** The last word of a request. */
export type FinalReply =
  | Exclude<WorkerReply, { kind: 'progress' }>
  | { readonly kind: 'crashed'; readonly reason: string }
