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

    it('keeps the order of a large batch, whatever the lengths of its texts', async () => {
      const { embedder } = running
      const texts = Array.from({ length: 300 }, (_, at) => `${'山 river '.repeat((at * 37) % 19)}number ${at}`)
      const picked = [0, 1, 63, 64, 65, 150, 298, 299]

      const together = await embedder.embed(texts, DOCUMENT, SIGNAL)
      const alone = await Promise.all(picked.map((at) => embedder.embed([texts[at] ?? ''], DOCUMENT, SIGNAL)))

      expect(together).toHaveLength(300)
      alone.forEach(([vector], at) => {
        expect(cosine(together[picked[at] ?? 0], vector)).toBeCloseTo(1, 4)
      })
    })

    it('gives the same text the same vector at every place and every time', async () => {
      const { embedder } = running

      const [first, , again] = await embedder.embed(['川は流れる', 'river', '川は流れる'], DOCUMENT, SIGNAL)
      const [later] = await embedder.embed(['川は流れる'], DOCUMENT, SIGNAL)

      expect(again).toEqual(first)
      expect(cosine(later, first)).toBeCloseTo(1, 5)
    })

    it('lets callers change their vectors', async () => {
      const { embedder } = running

      const [mine] = await embedder.embed(['river'], DOCUMENT, SIGNAL)
      mine?.fill(0)
      const [yours] = await embedder.embed(['river'], DOCUMENT, SIGNAL)

      expect(lengthOf(yours)).toBeCloseTo(1, 5)
    })

    it.each([
      ['words', 'We talked about the weather, lunch and the harbour. ', 4_000],
      ['kanji', '天気と昼食と港について話しました。', 4_000],
    ])('hears the question at the end of a conversation of many %s', async (_, turn, count) => {
      const { embedder } = running
      const task = { task: 'convsearch', side: 'query' } as const
      const old = turn.repeat(count)

      const [ferry, invoice, shorter] = await embedder.embed(
        [`${old}When does the ferry leave?`, `${old}Who pays the invoice?`, `${turn.repeat(30)}Who pays the invoice?`],
        task,
        SIGNAL,
      )

      expect(cosine(ferry, invoice)).toBeLessThan(0.99999)
      expect(cosine(invoice, shorter)).toBeGreaterThan(cosine(ferry, shorter))
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
      ['the other half of one', '\udc4d thumbs'],
      ['control characters', 'a\u0000b\u0007c'],
      ['what replaces text in templates', '$& $1 $` {text} {text}'],
      ['markers of models', '<s>river</s><|endoftext|>[CLS][SEP]<|im_start|>query: passage: '],
      ['right-to-left and invisible marks', 'شارع \u202enoitceles\u202c a\u200b\u200d\ufeffb'],
      ['a million characters', 'x'.repeat(1_000_000)],
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
      expect(embedder.keySpace('qa')).toContain(embedder.preset)
      expect(embedder.keySpace('qa')).toContain(String(embedder.dimension))
      expect(embedder.maxTokens).toBeGreaterThan(0)
    })

    it('ends in the middle of its work when aborted', async () => {
      const { embedder } = running
      const controller = new AbortController()
      const reason = new Error('not wanted any more')
      const texts = Array.from({ length: 4_000 }, (_, at) => `Sentence ${at} about 川と山.`)

      const outcome = embedder.embed(texts, DOCUMENT, controller.signal)
      setImmediate(() => controller.abort(reason))

      await expect(outcome).rejects.toBe(reason)
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
