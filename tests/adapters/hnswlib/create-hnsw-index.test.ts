import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExactIndex } from '../../../src/adapters/exact-scan/create-exact-index.ts'
import { createHnswIndex, type HnswIndexOptions } from '../../../src/adapters/hnswlib/create-hnsw-index.ts'
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
afterEach(async () => {
  for (const index of opened.splice(0)) await index.close()
  await rm(folder, { recursive: true })
})

const opened: PersistentVectorIndex[] = []

const random = seededRandom(3)
const vectors = Array.from({ length: COUNT + 100 }, () => randomUnitVector(random, DIMENSION))
const query = randomUnitVector(random, DIMENSION)
const open = (more: Partial<HnswIndexOptions> = {}): PersistentVectorIndex => {
  const rows = createExactIndex(DIMENSION)
  const index = createHnswIndex({ rows, folder, name: 'knowledge', minimum: 500, exactLimit: 50, ...more })
  opened.push(index)
  return index
}
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
/** As a search of the product goes: through the graph where there is one. */
const search = async (index: PersistentVectorIndex, options = everything): Promise<number[]> => {
  const finish = await index.prepare?.(query, options, signal)
  return (finish?.(options) ?? index.search(query, options)).map(({ ordinal }) => ordinal)
}
const hasGraph = async (index: PersistentVectorIndex): Promise<boolean> =>
  (await index.prepare?.(query, everything, signal)) !== undefined
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

    expect(await hasGraph(index)).toBe(true)
    expect(await search(index)).toEqual(best(() => true))
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('keeps to the mask in the graph, and scans what came or went since', async () => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)
    index.remove([...Array(50).keys()])
    fill(index, COUNT, COUNT + 25)
    const permitted = Uint8Array.from({ length: COUNT + 100 }, (_, ordinal) => (ordinal % 2 === 0 ? 1 : 0))

    const found = await search(index, { limit: 10, permitted, permittedCount: 288 })

    expect(await hasGraph(index)).toBe(true)
    expect(found).toEqual(best((ordinal) => ordinal % 2 === 0 && ordinal >= 50, COUNT + 25))
  })

  it.each([1, 15])('keeps to a mask that forbids no more than the %i nearest', async (forbidden) => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)
    const nearest = index.search(query, { ...everything, limit: forbidden }).map(({ ordinal }) => ordinal)
    const permitted = everything.permitted.map((_, ordinal) => (nearest.includes(ordinal) ? 0 : 1))

    const found = await search(index, { limit: 10, permitted, permittedCount: COUNT - forbidden })

    expect(found).toEqual(best((ordinal) => !nearest.includes(ordinal)))
  })

  it('gives the new vector of an ordinal that was used again, not the one in the graph', async () => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)
    const [nearest] = best(() => true)
    index.remove([nearest!])
    index.upsert([{ ordinal: nearest!, vector: query.map((number) => -number) }])

    expect(await search(index)).not.toContain(nearest)
  })

  it('uses the graph again after a restart', async () => {
    const first = open()
    fill(first)
    await first.maintain(numbers, signal)

    const second = open()
    fill(second)
    await second.restore(numbers, signal)

    expect(await hasGraph(second)).toBe(true)
    expect(await search(second)).toEqual(best(() => true))
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

    expect(await search(second)).toEqual(best(() => true))
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

    expect(await hasGraph(second)).toBe(false)
    expect(await search(second)).toEqual(best(() => true))
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

    expect(await search(second)).toEqual(best(() => true))
    expect((await readdir(folder)).filter((name) => name.endsWith('.hnsw'))).toHaveLength(1)
  })

  it('ends a search under the mask of the end, whatever went and came since its beginning', async () => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)
    const [first, second, third, ...others] = best(() => true)

    const finish = await index.prepare?.(query, everything, signal)
    index.remove([first!, second!])
    // The second ordinal goes to another item, the third is forbidden from now on.
    index.upsert([{ ordinal: second!, vector: query.map((number) => -number) }])
    const permitted = everything.permitted.map((_, ordinal) => (ordinal === third ? 0 : 1))
    const found = finish?.({ ...everything, limit: 7, permitted, permittedCount: COUNT - 2 })

    expect(found?.map(({ ordinal }) => ordinal)).toEqual(others)
  })

  it('scans everything where too little is left of what the graph found', async () => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)
    const forbidden = best(() => true)

    const finish = await index.prepare?.(query, everything, signal)
    const permitted = everything.permitted.map((_, ordinal) => (forbidden.includes(ordinal) ? 0 : 1))
    const found = finish?.({ ...everything, permitted, permittedCount: COUNT - forbidden.length })

    expect(found?.map(({ ordinal }) => ordinal)).toEqual(best((ordinal) => !forbidden.includes(ordinal)))
  })

  it('serves many searches at once, and those that were begun with a graph that has been replaced since', async () => {
    const index = open()
    fill(index)
    await index.maintain(numbers, signal)

    const early = await Promise.all(Array.from({ length: 8 }, () => index.prepare?.(query, everything, signal)))
    index.remove([...Array(200).keys()])
    fill(index, COUNT, COUNT + 100)
    fill(index, 0, 100)
    await index.maintain(numbers, signal)

    const expected = best((ordinal) => ordinal < 100 || ordinal >= 200, COUNT + 100)
    for (const finish of early) {
      expect(finish?.({ ...everything, permittedCount: COUNT }).map(({ ordinal }) => ordinal)).toEqual(expected)
    }
    expect(await hasGraph(index)).toBe(true)
    expect(await search(index)).toEqual(expected)
  })

  it('goes on without the graph when it is closed or too slow, and not at all when the asker has left', async () => {
    const index = open({ searchMs: 0 })
    fill(index)
    await index.maintain(numbers, signal)
    const left = AbortSignal.abort(new Error('left'))

    await expect(index.prepare?.(query, everything, left)).rejects.toThrow('left')
    const crowd = Array.from({ length: 300 }, () => index.prepare?.(query, everything, new AbortController().signal))
    expect((await Promise.all(crowd)).at(-1)).toBeUndefined()
    await index.close()
    expect(await hasGraph(index)).toBe(false)
    expect(await search(index)).toEqual(best(() => true))
  })

  it('stops building when it is told to, and leaves nothing behind', async () => {
    const index = open()
    fill(index)

    await expect(index.maintain(numbers, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')

    expect(await readdir(folder)).toEqual([])
  })
})
