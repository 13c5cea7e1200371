import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExactIndex } from '../../../src/adapters/exact-scan/create-exact-index.ts'
import { createHnswIndex } from '../../../src/adapters/hnswlib/create-hnsw-index.ts'
import type { PersistentVectorIndex } from '../../../src/ports/vector-index.ts'
import { describeVectorIndexContract } from '../../contracts/vector-index-contract.ts'
import { randomUnitVector, seededRandom } from '../../fakes/seeded-random.ts'

const DIMENSION = 16
const COUNT = 600
const signal = new AbortController().signal
const numbers = { ordinalOf: (key: number) => key - 1, keyOf: (ordinal: number) => ordinal + 1 }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiku-hnsw-'))
})
afterEach(() => rm(folder, { recursive: true }))

const random = seededRandom(3)
const vectors = Array.from({ length: COUNT + 100 }, () => randomUnitVector(random, DIMENSION))
const query = randomUnitVector(random, DIMENSION)
const open = (rows = createExactIndex(DIMENSION)): PersistentVectorIndex =>
  createHnswIndex({ rows, folder, name: 'knowledge', minimum: 500, exactLimit: 50 })
const everything = { limit: 10, permitted: new Uint8Array(COUNT + 100).fill(1), permittedCount: COUNT }
const fill = (index: PersistentVectorIndex, from = 0, to = COUNT): void =>
  index.upsert(vectors.slice(from, to).map((vector, at) => ({ ordinal: from + at, vector })))
const best = (allowed: (ordinal: number) => boolean, count = COUNT): number[] => {
  const cosines = vectors.map((vector) => vector.reduce((sum, number, at) => sum + number * query[at]!, 0))
  return [...cosines.keys()]
    .filter((at) => at < count && allowed(at))
    .sort((a, b) => cosines[b]! - cosines[a]!)
    .slice(0, 10)
}
const search = (index: PersistentVectorIndex, options = everything): number[] =>
  index.search(query, options).map(({ ordinal }) => ordinal)
const graphFile = async (end: string): Promise<string> => {
  const file = (await readdir(folder)).find((name) => name.endsWith(end))
  return join(folder, file ?? 'missing')
}

describeVectorIndexContract('HNSW', (dimension) =>
  createHnswIndex({ rows: createExactIndex(dimension), folder: tmpdir(), name: 'never-written', exactLimit: 0 }),
)

describe('createHnswIndex', () => {
  it('builds a graph that finds the true neighbours', async () => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)

    expect(search(index)).toEqual(best(() => true))
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('keeps to the mask in the graph, and scans what came or went since', async () => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)
    index.remove([...Array(50).keys()])
    fill(index, COUNT, COUNT + 50)
    const permitted = Uint8Array.from({ length: COUNT + 100 }, (_, ordinal) => (ordinal % 2 === 0 ? 1 : 0))

    const found = search(index, { limit: 10, permitted, permittedCount: 300 })

    expect(found).toEqual(best((ordinal) => ordinal % 2 === 0 && ordinal >= 50, COUNT + 50))
  })

  it.each([1, 15])('keeps to a mask that forbids no more than the %i nearest', async (forbidden) => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)
    const nearest = index.search(query, { ...everything, limit: forbidden }).map(({ ordinal }) => ordinal)
    const permitted = everything.permitted.map((_, ordinal) => (nearest.includes(ordinal) ? 0 : 1))

    const found = search(index, { limit: 10, permitted, permittedCount: COUNT - forbidden })

    expect(found).toEqual(best((ordinal) => !nearest.includes(ordinal)))
  })

  it('gives the new vector of an ordinal that was used again, not the one in the graph', async () => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)
    const [nearest] = best(() => true)
    index.remove([nearest!])
    index.upsert([{ ordinal: nearest!, vector: query.map((number) => -number) }])

    expect(search(index)).not.toContain(nearest)
  })

  it('uses the graph again after a restart', async () => {
    const first = open()
    fill(first)
    await first.maintain(numbers, signal)

    const second = open()
    fill(second)
    await second.restore(numbers, signal)

    expect(search(second)).toEqual(best(() => true))
  })

  it('looks at as many candidates in a graph of the first format as it was measured with', async () => {
    const first = open()
    fill(first)
    await first.maintain(numbers, signal)
    const path = await graphFile('.graph.json')
    const manifest = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify({ ...manifest, format: 1, ef: 1 }))

    const second = open()
    fill(second)
    await second.restore(numbers, signal)

    expect(search(second)).toEqual(best(() => true))
  })

  it.each(['.hnsw', '.keys', '.graph.json'])('ignores a damaged %s file and answers exactly', async (end) => {
    const first = open()
    fill(first)
    await first.maintain(numbers, signal)
    const path = await graphFile(end)
    const bytes = await readFile(path)
    bytes[bytes.length >> 1]! ^= 4
    await writeFile(path, bytes)

    const second = open()
    fill(second)
    await second.restore(numbers, signal)

    expect(search(second)).toEqual(best(() => true))
  })

  it('ignores a truncated graph and builds a new one', async () => {
    const first = open()
    fill(first)
    await first.maintain(numbers, signal)
    await truncate(await graphFile('.hnsw'), 1_000)

    const second = open()
    fill(second)
    await second.restore(numbers, signal)
    await second.maintain(numbers, signal)

    expect(search(second)).toEqual(best(() => true))
    expect((await readdir(folder)).filter((name) => name.endsWith('.hnsw'))).toHaveLength(1)
  })

  it('stops building when it is told to, and leaves nothing behind', async () => {
    const index = open()
    fill(index)

    await expect(index.maintain(numbers, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')

    expect(await readdir(folder)).toEqual([])
  })
})
