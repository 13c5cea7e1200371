import { describe, expect, it } from 'vitest'
import { createHashedEmbedder } from '../../../src/adapters/bundled-embedder/create-hashed-embedder.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { describeEmbedder } from '../../contracts/embedder-contract.ts'

const hashedEmbedder = createHashedEmbedder(EMBEDDING_PRESETS.hashed)

describeEmbedder('the hashed embedder', async () => ({ embedder: hashedEmbedder, stop: async () => {} }))

describe('createHashedEmbedder', () => {
  const signal = new AbortController().signal
  const embed = (...texts: string[]) => hashedEmbedder.embed(texts, { task: 'qa', side: 'key' }, signal)
  const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, number, at) => sum + number * b[at]!, 0)

  it.each([
    ['Backups are kept for thirty days', 'How long is a backup kept?', 'Lunch is served at noon'],
    ['経費は月末までに精算します', '経費の精算', '昼食は正午です'],
  ])('puts texts that share words closer than others: %s', async (text, near, far) => {
    const [vector, close, distant] = await embed(text, near, far)

    expect(cosine(vector!, close!)).toBeGreaterThan(cosine(vector!, distant!) + 0.1)
  })

  it('gives the same vector for the same text, always', async () => {
    const [vector] = await embed('The lift is repaired on Monday. 昇降機は月曜に直ります。')

    // The first numbers as they were when this index format was made; others mean that stored vectors are void.
    expect(Array.from(vector!.slice(0, 8), (number) => Number(number.toFixed(4)))).toMatchInlineSnapshot(`
      [
        0.0511,
        0.0369,
        0,
        0,
        0,
        -0.0511,
        0,
        0.1277,
      ]
    `)
  })

  it('stops between slices when it is told to', async () => {
    const many = Array.from({ length: 200 }, (_, at) => `text ${at}`)

    await expect(
      hashedEmbedder.embed(many, { task: 'qa', side: 'key' }, AbortSignal.abort(new Error('stopped'))),
    ).rejects.toThrow('stopped')
  })
})
