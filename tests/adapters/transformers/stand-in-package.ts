import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes a package of the library's name with the few exports that Kiku uses, into a folder's node_modules. Its model
 * looks tokens up like the real one, and obeys words: `crash` ends the process, `crashonce` the first time only, `hang`
 * never answers, `oddly` fails. Each loading adds a line to `loads.txt` in the model's folder.
 */
export function writeStandInPackage(folder: string, { version = '4.3.1', program = PROGRAM } = {}): void {
  const target = join(folder, 'node_modules', '@huggingface', 'transformers')
  mkdirSync(target, { recursive: true })
  const manifest = { name: '@huggingface/transformers', version, main: 'index.cjs' }
  writeFileSync(join(target, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(target, 'index.cjs'), program)
}

/** A model folder that the stand-in takes: only the names of its files matter. */
export function writeStandInModel(folder: string, weights = 'weights'): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  writeFileSync(join(folder, 'config.json'), '{}')
  writeFileSync(join(folder, 'tokenizer.json'), '{}')
  writeFileSync(join(folder, 'onnx', 'model.onnx'), weights)
}

const PROGRAM = `
const { appendFileSync, existsSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const DIMENSION = 32
class Tensor {
  constructor(type, data, dims) { Object.assign(this, { type, data, dims }) }
  to() { return this }
}
const words = ['[PAD]', '[CLS]', '[SEP]']
const tokenizer = {
  pad_token_id: 0,
  model_max_length: 64,
  encode(text, { add_special_tokens = true } = {}) {
    const ids = (text.toLowerCase().match(/[a-z]+|[^a-z\\s]/gu) ?? []).map((word) => {
      if (!words.includes(word)) words.push(word)
      return words.indexOf(word)
    })
    return add_special_tokens ? [1, ...ids, 2] : ids
  },
}
function place(word, at) {
  let state = 17 + at
  for (const sign of word) state = (Math.imul(state ^ sign.codePointAt(0), 0x9e3779b1) >>> 0) + at
  return ((Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1
}
exports.env = {}
exports.Tensor = Tensor
exports.AutoTokenizer = { from_pretrained: async () => tokenizer }
exports.AutoModel = {
  async from_pretrained(folder) {
    appendFileSync(join(folder, 'loads.txt'), process.pid + '\\n')
    return Object.assign(async ({ input_ids }) => {
      const seen = Array.from(input_ids.data, (id) => words[Number(id)])
      if (seen.includes('hang')) await new Promise((resolve) => setTimeout(resolve, 60_000))
      if (seen.includes('crash')) process.kill(process.pid, 'SIGKILL')
      if (seen.includes('crashonce') && !existsSync(join(folder, 'crashed'))) {
        writeFileSync(join(folder, 'crashed'), '')
        process.kill(process.pid, 'SIGKILL')
      }
      if (seen.includes('oddly')) throw new Error('The runtime says no.')
      const data = Float32Array.from({ length: seen.length * DIMENSION }, (_, at) =>
        seen[Math.floor(at / DIMENSION)] === '[PAD]' ? 0 : place(seen[Math.floor(at / DIMENSION)], at % DIMENSION))
      return { last_hidden_state: new Tensor('float32', data, [...input_ids.dims, DIMENSION]) }
    }, { config: {} })
  },
}
`
