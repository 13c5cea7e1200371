import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Embedder } from '../../src/ports/embedder.ts'

const SIGNAL = new AbortController().signal
const QUESTION = { task: 'qa', side: 'query' } as const
const DOCUMENT = { task: 'qa', side: 'key' } as const

/** What every `Embedder` does. */
export function describeEmbedder(
  name: string,
  start: () => Promise<{ readonly embedder: Embedder; stop(): Promise<void> }>,
): void {
  describe(`${name} as an embedder`, () => {
    let running: Awaited<ReturnType<typeof start>>
    beforeAll(async () => {
      running = await start()
    })
    afterAll(() => running.stop())

    it('returns one unit vector per text, in order', async () => {
      const { embedder } = running
      const texts = Array.from({ length: 70 }, (_, at) => `Sentence ${at} about 川と山 ${at * 7}.`)

      const together = await embedder.embed(texts, DOCUMENT, SIGNAL)
      const [alone] = await embedder.embed([texts[42] ?? ''], DOCUMENT, SIGNAL)

      expect(together).toHaveLength(70)
      for (const vector of together) {
        expect(vector).toBeInstanceOf(Float32Array)
        expect(vector).toHaveLength(embedder.dimension)
        expect(lengthOf(vector)).toBeCloseTo(1, 5)
      }
      expect(cosine(together[42], alone)).toBeCloseTo(1, 4)
    })

    it('gives the zero vector to a text without content', async () => {
      const { embedder } = running

      const vectors = await embedder.embed(['', 'text', ' \n\t　'], DOCUMENT, SIGNAL)

      expect(vectors.map((vector) => Math.round(lengthOf(vector)))).toEqual([0, 1, 0])
      expect(vectors[0]).toHaveLength(embedder.dimension)
    })

    it('returns nothing for nothing', async () => {
      expect(await running.embedder.embed([], DOCUMENT, SIGNAL)).toEqual([])
    })

    it('brings texts with common words closer than texts without', async () => {
      const { embedder } = running
      const [question] = await embedder.embed(['opening hours of the library'], QUESTION, SIGNAL)

      const [near, far] = await embedder.embed(
        ['The library has long opening hours.', 'Ein Gedicht über Bäume und Wind.'],
        DOCUMENT,
        SIGNAL,
      )

      expect(cosine(question, near)).toBeGreaterThan(cosine(question, far))
    })

    it.each([
      ['a very long English text', 'The river rises in the mountains. '.repeat(2000)],
      ['a very long Japanese text', '川は山から流れ出る。'.repeat(5000)],
      ['a ruler', '='.repeat(5000)],
      ['a hash', 'a9f3c0'.repeat(2000)],
      ['emoji and half a surrogate pair', `👩‍👩‍👧‍👦 𠮷野家 ${'\ud83d'}`],
      ['control characters', 'a\u0000b\u0007c'],
    ])('shortens or takes %s and never refuses it', async (_, text) => {
      const { embedder } = running

      const [vector] = await embedder.embed([text], DOCUMENT, SIGNAL)

      expect(vector).toHaveLength(embedder.dimension)
      expect(lengthOf(vector)).toBeCloseTo(1, 5)
    })

    it('names key spaces after itself', () => {
      const { embedder } = running

      expect(embedder.keySpace('qa')).toContain(embedder.id)
      expect(embedder.keySpace('qa')).toBe(embedder.keySpace('qa'))
    })

    it('rejects with the reason when aborted', async () => {
      const reason = new Error('not wanted')

      await expect(running.embedder.embed(['text'], DOCUMENT, AbortSignal.abort(reason))).rejects.toBe(reason)
    })

    it('serves many callers at once', async () => {
      const { embedder } = running
      const texts = Array.from({ length: 20 }, (_, at) => `Caller ${at}`)

      const answers = await Promise.all(texts.map((text) => embedder.embed([text], QUESTION, SIGNAL)))
      const expected = await embedder.embed(texts, QUESTION, SIGNAL)

      answers.forEach(([vector], at) => {
        expect(cosine(vector, expected[at])).toBeCloseTo(1, 4)
      })
    })
  })
}

function lengthOf(vector: Float32Array | undefined): number {
  return Math.hypot(...(vector ?? []))
}

function cosine(first: Float32Array | undefined, second: Float32Array | undefined): number {
  return Array.from(first ?? [], (value, at) => value * (second?.[at] ?? 0)).reduce((sum, part) => sum + part, 0)
}
