import { createHash } from 'node:crypto'
import { type Namespace, namespaceOf, type Side, type Task } from '../../domain/task.ts'

/** The trained embedder: a row of numbers for each feature, and a scale for each number by task and side. */
export interface StaticWeights {
  readonly dimension: number
  /** Hashes of the features that have a row of their own, ascending; the features between share the rows after those. */
  readonly known: Uint32Array
  readonly sharedRows: number
  /** What a row's whole numbers are to be multiplied with: its precision and the weight of its feature. */
  readonly scales: Float32Array
  /** Row by row, −127 to 127. */
  readonly table: Int8Array
  /** `HEADS` one after the other, `dimension` numbers each. */
  readonly heads: Float32Array
}

/** Queries have a head for each task. Keys have one for each namespace, so that an item needs one vector. */
const QUERY_HEADS: Readonly<Record<Task, number>> = { qa: 0, convsearch: 1, chat: 2, lrlm: 3, tool: 4, icl: 5 }
const KEY_HEADS: Readonly<Record<Namespace, number>> = { knowledge: 6, history: 7, tool: 8, example: 9 }
export const HEADS = 10

/** Which head a text goes through. */
export function headOf(task: Task, side: Side): number {
  return side === 'query' ? QUERY_HEADS[task] : KEY_HEADS[namespaceOf(task)]
}

/** The same table where texts go through no head, whatever they are for. */
export function withoutHeads(weights: StaticWeights): StaticWeights {
  return { ...weights, heads: new Float32Array(weights.heads.length).fill(1) }
}

const MAGIC = 'KIKUEMB1'
const DIGEST_BYTES = 32
/** Magic, digest of all that follows, then dimension, known rows, shared rows. */
const HEADER_BYTES = MAGIC.length + DIGEST_BYTES + 3 * 4

/** Writes weights as one file: header, heads, hashes, scales, table; little-endian. */
export function serialiseWeights({ dimension, known, sharedRows, scales, table, heads }: StaticWeights): Uint8Array {
  const counts = Uint32Array.of(dimension, known.length, sharedRows)
  const body = Buffer.concat([counts, heads, known, scales, table].map((part) => bytesOf(part)))
  return Buffer.concat([Buffer.from(MAGIC), createHash('sha256').update(body).digest(), body])
}

/** What a file holds, or why it cannot be used. */
export type ParsedWeights =
  | { readonly kind: 'weights'; readonly weights: StaticWeights; readonly digest: string }
  | { readonly kind: 'unusable'; readonly reason: 'unknown-format' | 'damaged' }

/** Views of the file's bytes; only the small parts are copied. */
export function parseWeights(file: Uint8Array): ParsedWeights {
  if (file.length < HEADER_BYTES || !Buffer.from(MAGIC).equals(file.subarray(0, MAGIC.length))) {
    return { kind: 'unusable', reason: 'unknown-format' }
  }
  const body = file.subarray(MAGIC.length + DIGEST_BYTES)
  const digest = createHash('sha256').update(body).digest()
  if (!digest.equals(file.subarray(MAGIC.length, MAGIC.length + DIGEST_BYTES))) {
    return { kind: 'unusable', reason: 'damaged' }
  }
  const [dimension = 0, knownRows = 0, sharedRows = 0] = new Uint32Array(Uint8Array.from(body.subarray(0, 12)).buffer)
  const rows = knownRows + sharedRows
  const headBytes = HEADS * dimension * 4
  if (body.length !== 12 + headBytes + knownRows * 4 + rows * 4 + rows * dimension) {
    return { kind: 'unusable', reason: 'damaged' }
  }
  let at = 12
  const take = (bytes: number): Uint8Array<ArrayBuffer> => {
    at += bytes
    return Uint8Array.from(body.subarray(at - bytes, at))
  }
  const heads = new Float32Array(take(headBytes).buffer)
  const known = new Uint32Array(take(knownRows * 4).buffer)
  const scales = new Float32Array(take(rows * 4).buffer)
  const table = new Int8Array(body.buffer, body.byteOffset + at, rows * dimension)
  return {
    kind: 'weights',
    weights: { dimension, known, sharedRows, scales, table, heads },
    digest: digest.toString('hex'),
  }
}

function bytesOf(part: ArrayBufferView): Uint8Array {
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
}

/** Finds the row of a feature: open addressing over the known ones, and a shared row for every other. */
export function createRowFinder(known: Uint32Array, sharedRows: number): (hash: number) => number {
  let size = 1 << 10
  while (size < known.length * 2) size *= 2
  const slots = new Int32Array(size)
  const mask = size - 1
  for (let row = 0; row < known.length; row += 1) {
    let slot = known[row]! & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = row + 1
  }
  return (hash) => {
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot]! - 1
      if (row < 0) return known.length + (hash % sharedRows)
      if (known[row] === hash) return row
    }
  }
}
