import { describe, expect, it } from 'vitest'
import type { VectorIndex } from '../../src/ports/vector-index.ts'
import { randomUnitVector, seededRandom } from '../fakes/seeded-random.ts'

/** What every vector index must do. `create` gives an empty one. */
export function describeVectorIndexContract(name: string, create: (dimension: number) => VectorIndex): void {
  const unit = (...numbers: number[]): Float32Array => {
    const length = Math.hypot(...numbers)
    return Float32Array.from(numbers, (number) => number / length)
  }
  const all = { limit: 10, permitted: new Uint8Array(64).fill(1), permittedCount: 64 }
  const filled = (): VectorIndex => {
    const index = create(3)
    index.upsert([
      { ordinal: 0, vector: unit(1, 0, 0) },
      { ordinal: 5, vector: unit(1, 1, 0) },
      { ordinal: 9, vector: unit(0, 0, 1) },
    ])
    return index
  }

  describe(`${name}: vector index contract`, () => {
    it('ranks by cosine, best first', () => {
      const hits = filled().search(unit(1, 0.1, 0), all)

      expect(hits.map(({ ordinal }) => ordinal)).toEqual([0, 5, 9])
      expect(hits[0]?.score).toBeCloseTo(0.995, 3)
    })

    it('never returns an ordinal that the mask forbids, nor one beyond its end', () => {
      const permitted = new Uint8Array([0, 1, 1, 1, 1, 1])
      const hits = filled().search(unit(1, 0, 0), { limit: 10, permitted, permittedCount: 5 })

      expect(hits.map(({ ordinal }) => ordinal)).toEqual([5])
    })

    it('keeps to the limit and breaks ties by ordinal', () => {
      const index = create(2)
      index.upsert([3, 1, 2].map((ordinal) => ({ ordinal, vector: unit(1, 0) })))

      const hits = index.search(unit(1, 0), { ...all, limit: 2 })

      expect(hits.map(({ ordinal }) => ordinal)).toEqual([1, 2])
    })

    it('replaces a vector that is added again', () => {
      const index = filled()
      index.upsert([{ ordinal: 0, vector: unit(0, 1, 0) }])

      expect(index.size).toBe(3)
      expect(index.search(unit(0, 1, 0), all)[0]?.ordinal).toBe(0)
    })

    it('forgets what is removed at once, and lets its ordinal be used again', () => {
      const index = filled()
      index.remove([0, 7])
      const afterRemoval = index.search(unit(1, 0, 0), all).map(({ ordinal }) => ordinal)
      index.upsert([{ ordinal: 0, vector: unit(0, 0, 1) }])

      expect(afterRemoval).toEqual([5, 9])
      expect(index.search(unit(0, 0, 1), { ...all, limit: 2 }).map(({ ordinal }) => ordinal)).toEqual([0, 9])
    })

    it('scores given ordinals, 0 for one that is not there', () => {
      const scores = filled().score(unit(1, 0, 0), [5, 7, 0])

      expect(scores[0]).toBeCloseTo(Math.SQRT1_2, 6)
      expect(scores[1]).toBe(0)
      expect(scores[2]).toBeCloseTo(1, 6)
    })

    it('refuses vectors of another dimension or with a broken number, and adds nothing of their batch', () => {
      for (const bad of [
        unit(1, 0),
        Float32Array.of(1, Number.NaN, 0),
        Float32Array.of(1, 0, Number.POSITIVE_INFINITY),
      ]) {
        const index = create(3)
        const batch = [
          { ordinal: 0, vector: unit(1, 0, 0) },
          { ordinal: 1, vector: bad },
        ]

        expect(() => index.upsert(batch)).toThrowError(expect.objectContaining({ code: 'embedder-mismatch' }))
        expect(index.size).toBe(0)
        expect(() => index.search(bad, all)).toThrowError(expect.objectContaining({ code: 'embedder-mismatch' }))
      }
    })

    it('finds nothing in an empty index', () => {
      expect(create(3).search(unit(1, 0, 0), all)).toEqual([])
    })

    it('agrees with a plain comparison of all vectors', () => {
      const random = seededRandom(7)
      const vectors = Array.from({ length: 300 }, () => randomUnitVector(random, 20))
      const index = create(20)
      index.upsert(vectors.map((vector, ordinal) => ({ ordinal, vector })))
      const query = randomUnitVector(random, 20)

      const hits = index.search(query, { limit: 10, permitted: new Uint8Array(300).fill(1), permittedCount: 300 })

      const cosines = vectors.map((vector) => vector.reduce((sum, number, at) => sum + number * query[at]!, 0))
      const best = [...cosines.keys()].sort((a, b) => cosines[b]! - cosines[a]!).slice(0, 10)
      expect(hits.map(({ ordinal }) => ordinal)).toEqual(best)
    })
  })
}
