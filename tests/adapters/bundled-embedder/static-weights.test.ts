import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadStaticWeights } from '../../../src/adapters/bundled-embedder/load-static-weights.ts'
import {
  createRowFinder,
  HEADS,
  parseWeights,
  type StaticWeights,
  serialiseWeights,
} from '../../../src/adapters/bundled-embedder/static-weights.ts'

const WEIGHTS: StaticWeights = {
  dimension: 32,
  known: Uint32Array.of(7, 1_000, 4_000_000_000),
  sharedRows: 2,
  scales: Float32Array.of(0.5, 1, 2, 0.25, 0.125),
  table: Int8Array.from({ length: 5 * 32 }, (_, at) => (at % 255) - 127),
  heads: Float32Array.from({ length: HEADS * 32 }, (_, at) => 1 + at / 1_000),
}

describe('parseWeights', () => {
  it('reads what was written', () => {
    const parsed = parseWeights(serialiseWeights(WEIGHTS))

    expect(parsed).toMatchObject({ kind: 'weights', weights: WEIGHTS })
  })

  it.each([0, 8, 40, 60, 500])('takes no file with a changed byte at %i', (at) => {
    const file = serialiseWeights(WEIGHTS)
    file[at]! ^= 0x10

    expect(parseWeights(file).kind).toBe('unusable')
  })

  it.each([0, 10, 51, 52, 700])('takes no file that ends after %i bytes', (length) => {
    expect(parseWeights(serialiseWeights(WEIGHTS).subarray(0, length)).kind).toBe('unusable')
  })

  it('takes no file of another version', () => {
    const file = serialiseWeights(WEIGHTS)
    file[7] = '2'.charCodeAt(0)

    expect(parseWeights(file)).toEqual({ kind: 'unusable', reason: 'unknown-format' })
  })
})

describe('loadStaticWeights', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kiku-weights-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('says why a file cannot be used', async () => {
    await writeFile(join(folder, 'cut.bin'), serialiseWeights(WEIGHTS).subarray(0, 300))

    expect(loadStaticWeights(join(folder, 'none.bin'))).toEqual({ kind: 'unusable', reason: 'missing' })
    expect(loadStaticWeights(folder)).toEqual({ kind: 'unusable', reason: 'unreadable' })
    expect(loadStaticWeights(join(folder, 'cut.bin'))).toEqual({ kind: 'unusable', reason: 'damaged' })
  })
})

describe('createRowFinder', () => {
  it('gives each known feature its row and every other one of the shared rows', () => {
    const known = Uint32Array.from({ length: 5_000 }, (_, at) => at * 2_048)
    const rowOf = createRowFinder(known, 10)

    expect(Array.from(known, rowOf)).toEqual(Array.from(known, (_, at) => at))
    expect(rowOf(3)).toBe(5_003)
    expect(rowOf(4_294_967_295)).toBe(5_005)
  })
})
