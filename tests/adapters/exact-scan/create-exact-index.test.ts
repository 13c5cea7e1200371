import { describe, expect, it } from 'vitest'
import { createExactIndex } from '../../../src/adapters/exact-scan/create-exact-index.ts'
import { describeVectorIndexContract } from '../../contracts/vector-index-contract.ts'

describeVectorIndexContract('exact scan', createExactIndex)

describe('createExactIndex', () => {
  it('hands out its vectors, also beyond the first block', () => {
    const index = createExactIndex(2)
    index.upsert([
      { ordinal: 3, vector: Float32Array.of(1, 0) },
      { ordinal: 9_000, vector: Float32Array.of(0, 1) },
    ])
    index.remove([3])

    expect([...index.ordinals()]).toEqual([9_000])
    expect([...(index.vector(9_000) ?? [])]).toEqual([0, 1])
    expect(index.vector(3)).toBeUndefined()
  })
})
