import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createByteRowFactory, toByteQuery } from '../../../src/adapters/exact-scan/byte-rows.ts'
import { createExactIndex } from '../../../src/adapters/exact-scan/create-exact-index.ts'
import { randomUnitVector, seededRandom } from '../../fakes/seeded-random.ts'

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

describe('rows in bytes', () => {
  it('order as cosines do, whatever the dimension, to within what a byte can tell', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        (dimension, count, seed) => {
          const random = seededRandom(seed)
          const rows = createByteRowFactory(dimension, 64)()
          const vectors = Array.from({ length: count }, () => randomUnitVector(random, dimension))
          for (const [at, vector] of vectors.entries()) rows.put(at, vector)
          const query = randomUnitVector(random, dimension)
          const wanted = toByteQuery(query)
          const most = Math.max(...query.map(Math.abs))

          const scores = rows.scan(wanted, count)

          for (const [at, vector] of vectors.entries()) {
            const near = scores[at]! * rows.scales[at]! * (most / 127)
            // Half a step of a byte in each number, of both.
            expect(Math.abs(near - cosine(query, vector))).toBeLessThan(0.01 * Math.sqrt(dimension))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('forget what was cleared, and take vectors of nothing', () => {
    const rows = createByteRowFactory(8, 4)()
    rows.put(0, Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0))
    rows.put(1, new Float32Array(8))
    rows.clear(0)

    const scores = rows.scan(toByteQuery(Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0)), 2)

    expect([...scores.subarray(0, 2)]).toEqual([0, 0])
    expect([...rows.scales.subarray(0, 2)]).toEqual([0, 0])
  })
})

describe('an exact index of many vectors', () => {
  it('finds in bytes what it finds number by number, with holes, gaps and later changes', () => {
    const random = seededRandom(5)
    const dimension = 20
    const index = createExactIndex(dimension)
    const ordinals = Array.from({ length: 9_000 }, (_, at) => at).filter((at) => at % 7 !== 3)
    index.upsert(ordinals.map((ordinal) => ({ ordinal, vector: randomUnitVector(random, dimension) })))
    index.remove(ordinals.filter((ordinal) => ordinal % 11 === 0))
    index.upsert([{ ordinal: 4_099, vector: randomUnitVector(random, dimension) }])
    const permitted = Uint8Array.from({ length: 8_500 }, (_, at) => (at % 5 === 0 ? 0 : 1))
    const permittedCount = permitted.reduce((sum, one) => sum + one, 0)

    for (let run = 0; run < 20; run += 1) {
      const query = randomUnitVector(random, dimension)

      const found = index.search(query, { limit: 10, permitted, permittedCount })

      // Told that few are permitted, it compares one by one.
      expect(found).toEqual(index.search(query, { limit: 10, permitted, permittedCount: 1 }))
      expect(found).toHaveLength(10)
    }
  })
})
