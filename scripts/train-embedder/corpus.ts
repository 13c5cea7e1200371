import { createReadStream } from 'node:fs'
import { stdin } from 'node:process'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { createFeatureReader } from '../../src/adapters/bundled-embedder/read-features.ts'
import { createRowFinder } from '../../src/adapters/bundled-embedder/static-weights.ts'
import type { Task } from '../../src/domain/task.ts'
import { hashText } from '../calibration-fitting/hash-text.ts'
import { createHoldOut } from '../calibration-fitting/held-out.ts'
import { assignTask, type TrainingPair } from './assign-task.ts'

/** All pairs as rows of the table, in memory that threads share. */
export interface Corpus {
  readonly size: number
  readonly groups: readonly PairGroup[]
  readonly queries: Texts
  readonly keys: Texts
  /** Whether the pair before stands in the same source and language, so that it can be an earlier turn. */
  readonly hasTurnBefore: Uint8Array
  /** Features that have a row of their own, ascending. */
  readonly known: Uint32Array
  /** Share of each row among all features. */
  readonly frequency: Float32Array
}

export interface Texts {
  /** Text `i` has the features from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Uint32Array
  readonly features: Uint32Array
  /** Equal texts have equal numbers. */
  readonly identities: Uint32Array
}

/** Pairs of one source, one language and one task: the negatives of a batch are then of the same kind. */
export interface PairGroup {
  readonly name: string
  readonly task: Task
  readonly isCross: boolean
  readonly members: Uint32Array
}

const PairLine = z.object({ s: z.string(), k: z.enum(['en', 'ja', 'x']), q: z.string(), d: z.string() })

/** Features of a longer text are thinned evenly. */
const MOST_QUERY_FEATURES = 160
const MOST_KEY_FEATURES = 400

/** Many small sources of one kind are one group. */
const SMALL = /^docs:/

/** @param path a file of JSON lines, or `-` for standard input. */
export async function readCorpus(
  path: string,
  { knownRows, sharedRows }: { readonly knownRows: number; readonly sharedRows: number },
): Promise<Corpus> {
  const reader = createFeatureReader()
  const [queries, keys] = [createTextList(), createTextList()]
  const counts = new Map<number, number>()
  const members = new Map<string, { task: Task; isCross: boolean; list: number[] }>()
  const before: number[] = []
  let last = ''
  const isHeldOut = createHoldOut()
  const push = (list: TextList, text: string, most: number): void => {
    const count = reader.read(text)
    for (let at = 0; at < count; at += 1) counts.set(reader.hashes[at]!, (counts.get(reader.hashes[at]!) ?? 0) + 1)
    list.push(reader.hashes, count, most, hashText(text))
  }
  const input = path === '-' ? stdin : createReadStream(path)
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue
    const { s, k, q, d } = PairLine.parse(JSON.parse(line))
    if (isHeldOut(s)) continue
    const pair: TrainingPair = { source: s, language: k, query: q, key: d }
    const source = SMALL.test(s) ? 'docs' : s
    const task = assignTask(pair)
    const name = `${source} ${k} ${task}`
    const group = members.get(name) ?? { task, isCross: k === 'x', list: [] }
    members.set(name, group)
    group.list.push(before.length)
    before.push(last === `${s} ${k}` ? 1 : 0)
    last = `${s} ${k}`
    push(queries, q, MOST_QUERY_FEATURES)
    push(keys, d, MOST_KEY_FEATURES)
  }
  const known = mostFrequent(counts, knownRows)
  const rowOf = createRowFinder(known, sharedRows)
  return {
    size: before.length,
    groups: [...members].map(([name, { task, isCross, list }]) => ({
      name,
      task,
      isCross,
      members: share(Uint32Array, list),
    })),
    queries: queries.finish(rowOf),
    keys: keys.finish(rowOf),
    hasTurnBefore: share(Uint8Array, before),
    known: share(Uint32Array, known),
    frequency: countRows(counts, rowOf, known.length + sharedRows),
  }
}

/** By count, then by hash, so that the order of the file does not matter; returned ascending. */
function mostFrequent(counts: ReadonlyMap<number, number>, most: number): Uint32Array {
  const ranked = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b).slice(0, most)
  return Uint32Array.from(ranked, ([hash]) => hash).sort()
}

function countRows(counts: ReadonlyMap<number, number>, rowOf: (hash: number) => number, rows: number): Float32Array {
  const frequency = new Float32Array(new SharedArrayBuffer(rows * 4))
  let total = 0
  for (const count of counts.values()) total += count
  for (const [hash, count] of counts) frequency[rowOf(hash)]! += count / total
  return frequency
}

interface TextList {
  push(hashes: Uint32Array, count: number, most: number, identity: number): void
  finish(rowOf: (hash: number) => number): Texts
}

function createTextList(): TextList {
  let features = new Uint32Array(1 << 20)
  let length = 0
  const starts = [0]
  const identities: number[] = []
  return {
    push(hashes, count, most, identity) {
      const kept = Math.min(count, most)
      if (length + kept > features.length) {
        const larger = new Uint32Array(features.length * 2)
        larger.set(features)
        features = larger
      }
      for (let at = 0; at < kept; at += 1) features[length++] = hashes[Math.floor((at * count) / kept)]!
      starts.push(length)
      identities.push(identity)
    },
    finish(rowOf) {
      const rows = new Uint32Array(new SharedArrayBuffer(length * 4))
      for (let at = 0; at < length; at += 1) rows[at] = rowOf(features[at]!)
      return { starts: share(Uint32Array, starts), features: rows, identities: share(Uint32Array, identities) }
    },
  }
}

function share<T extends Uint32Array | Uint8Array>(
  Kind: { new (buffer: SharedArrayBuffer): T; readonly BYTES_PER_ELEMENT: number },
  values: ArrayLike<number>,
): T {
  const shared = new Kind(new SharedArrayBuffer(values.length * Kind.BYTES_PER_ELEMENT))
  shared.set(values)
  return shared
}
