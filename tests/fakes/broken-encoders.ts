import { similarityInputs } from '../../src/domain/embedding/compare-similarities.ts'
import type { EmbeddingPreset } from '../../src/domain/embedding-preset.ts'
import { fakeVector, tokenize } from './ollama-wire.ts'

/** What a server's encoder makes of one request. */
export type Encoder = (inputs: readonly string[]) => readonly (readonly number[])[]

const DIMENSION = 384
const encode = (text: string) => fakeVector(text, DIMENSION)
const words = (text: string) => tokenize(text).filter((token) => token.trim() !== '')

/** An encoder that works. */
export const soundEncoder: Encoder = (inputs) => inputs.map(encode)

/** Reads the first words of a text alone, as servers do that cut without a word. */
export function cutAfter(count: number): Encoder {
  return (inputs) => inputs.map((text) => encode(words(text).slice(0, count).join(' ')))
}

/** Encoders that no index can live with, and the reason that must be given at the start. */
export const USELESS_ENCODERS: readonly (readonly [string, Encoder, RegExp])[] = [
  ['constant vectors', (inputs) => inputs.map(() => encode('same')), /gives every text the same vector/],
  ['vectors of zeros', (inputs) => inputs.map(() => new Array<number>(DIMENSION).fill(0)), /vector of zeros/],
  ['a vector of zeros among others', (inputs) => [...soundEncoder(inputs).slice(1), zeros()], /vector of zeros/],
  ['vectors of two lengths', (inputs) => [[1, 0], ...soundEncoder(inputs).slice(1)], /not all of one length/],
  ['empty vectors', (inputs) => inputs.map(() => []), /returned no vectors/],
  ['vectors in reverse', (inputs) => [...soundEncoder(inputs)].reverse(), /in another order/],
  ['vectors one place on', (inputs) => rotate(soundEncoder(inputs)), /in another order/],
  ['vectors by length of text', (inputs) => soundEncoder(byLength(inputs)), /in another order/],
  ['the first two swapped', (inputs) => swapFirst(soundEncoder(inputs)), /in another order/],
  ['the last words alone', (inputs) => inputs.map((text) => encode(words(text).slice(-5).join(' '))), /the beginning/],
  ['the first words alone', cutAfter(4), /the end/],
]

/** An encoder that has the published similarities of a preset for inputs that end with `ending`, and no others. */
export function publishedEncoder(preset: EmbeddingPreset, dimension: number, ending = '', noise = 0): Encoder {
  const size = preset.similarities?.sizes.find((one) => one.dimension === dimension)
  if (size === undefined) throw new Error(`'${preset.name}' publishes nothing for ${dimension} numbers`)
  const inputs = similarityInputs(preset)
  const known = new Map(inputs.map((text, at) => [text + ending, vectorAt(at)]))
  return (texts) => texts.map((text) => known.get(text) ?? fakeVector(text, dimension))

  // Documents are axes; a query lies between them as published, and on an axis of its own for the rest.
  function vectorAt(at: number): number[] {
    const vector = new Array<number>(dimension).fill(0)
    const rows = size?.cosines ?? []
    const row = rows[at]
    const columns = rows[0]?.length ?? 0
    if (row === undefined) vector[at - rows.length] = 1
    row?.forEach((cosine, column) => {
      vector[column] = cosine + noise
    })
    if (row !== undefined)
      vector[columns + at] = Math.sqrt(1 - row.reduce((sum, value) => sum + (value + noise) ** 2, 0))
    return vector
  }
}

function zeros(): number[] {
  return new Array<number>(DIMENSION).fill(0)
}

function rotate<T>(items: readonly T[]): T[] {
  return [...items.slice(1), ...items.slice(0, 1)]
}

function byLength(texts: readonly string[]): string[] {
  return [...texts].sort((one, other) => one.length - other.length)
}

function swapFirst<T>([first, second, ...rest]: readonly T[]): T[] {
  return [second, first, ...rest].filter((item) => item !== undefined)
}
