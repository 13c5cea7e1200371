import { existsSync, readdirSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { KikuError } from '../../domain/errors.ts'
import type { Precision } from './worker-messages.ts'

/** A model on this disk, complete. */
export interface ModelFiles {
  /** Short name for identities and sentences. */
  readonly name: string
  readonly folder: string
  readonly precision: Precision
  /** Absolute paths of all files that decide the vectors, in a fixed order. */
  readonly files: readonly string[]
}

/** Where downloaded models lie. */
export function modelsFolder(dataFolder: string): string {
  return join(dataFolder, 'models')
}

/** Whether a configured model is the id of one on a hub, such as `intfloat/multilingual-e5-small`, and no folder. */
export function isHubId(model: string): boolean {
  return !isAbsolute(model) && /^[\w.-]{1,96}\/[\w.-]{1,96}$/.test(model) && !/\.\.|--|^[.-]|\/[.-]/.test(model)
}

/**
 * The files of a model: a folder with `config.json`, `tokenizer.json` and `onnx/model.onnx` (or another precision's
 * file), given by its absolute path or downloaded before by its id. Nothing is fetched here.
 * @throws KikuError `model-missing` naming what is not there, `config-invalid`
 */
export function findModel(model: string, dataFolder: string, wanted: Precision | 'auto'): ModelFiles {
  const isFromHub = isHubId(model)
  if (!isFromHub && !isAbsolute(model)) throw neitherFolderNorId(model)
  const folder = isFromHub ? join(modelsFolder(dataFolder), ...model.split('/')) : model
  const missing = [...REQUIRED.filter((name) => !existsSync(join(folder, name)))]
  const precision = choosePrecision(folder, wanted)
  if (precision === undefined) missing.push(`onnx/${weightsFile(wanted === 'auto' ? 'fp32' : wanted)}`)
  if (missing.length > 0 || precision === undefined) throw incomplete(model, folder, missing, isFromHub)
  const optional = OPTIONAL.filter((name) => existsSync(join(folder, name)))
  const files = [...REQUIRED, ...optional, ...weights(folder, precision)].map((name) => join(folder, name))
  return { name: isFromHub ? model : basename(folder), folder, precision, files }
}

const REQUIRED = ['config.json', 'tokenizer.json']
const OPTIONAL = ['tokenizer_config.json']

/** Names of the library (https://huggingface.co/docs/transformers.js/guides/dtypes). */
const SUFFIXES: Readonly<Record<Precision, string>> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
}
/** The most exact first. */
const PRECISIONS = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4'] as const

function weightsFile(precision: Precision): string {
  return `model${SUFFIXES[precision]}.onnx`
}

function choosePrecision(folder: string, wanted: Precision | 'auto'): Precision | undefined {
  const allowed = wanted === 'auto' ? PRECISIONS : [wanted]
  return allowed.find((precision) => existsSync(join(folder, 'onnx', weightsFile(precision))))
}

// Weights over two gigabytes lie in files of their own beside the graph (`model.onnx_data`, `model.onnx.data`).
function weights(folder: string, precision: Precision): string[] {
  const names = readdirSync(join(folder, 'onnx')).filter((name) => name.startsWith(weightsFile(precision)))
  return names
    .filter((name) => !name.includes('.tmp.'))
    .sort()
    .map((name) => join('onnx', name))
}

function neitherFolderNorId(model: string): KikuError {
  return new KikuError(
    'config-invalid',
    `embedder.model is ${JSON.stringify(model)}, which is no folder and no id of a model.`,
    {
      remedy: 'Write a folder like ./models/e5 or an id like Xenova/multilingual-e5-small.',
    },
  )
}

function incomplete(model: string, folder: string, missing: readonly string[], isFromHub: boolean): KikuError {
  if (isFromHub) {
    return new KikuError('model-missing', `The embedding model ${model} is not on this machine.`, {
      remedy: 'Download it with `kiku embedder install`.',
      details: { model },
    })
  }
  return new KikuError(
    'model-missing',
    `The folder ${folder} is no complete embedding model: ${missing.join(', ')} missing.`,
    {
      remedy:
        'Name a folder with config.json, tokenizer.json and onnx/model.onnx under embedder.model, or the id of a model.',
      details: { model },
    },
  )
}
