import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import { embedPage } from '../../../src/index/embed-page.ts'
import type { Embedder } from '../../../src/ports/embedder.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { bundledEmbedder } from '../../fakes/index-fixtures.ts'

const PURPOSE = { task: 'qa', side: 'key' } as const
const signal = new AbortController().signal
const REFUSAL = new KikuError('embedder-failed', 'I do not take this.')

/** Refuses every request that holds a text with a word, as servers do. */
function picky(word: string, error: Error = REFUSAL): { readonly embedder: Embedder; readonly sizes: number[] } {
  const sizes: number[] = []
  const embedder: Embedder = {
    ...bundledEmbedder,
    async embed(texts, purpose, until) {
      sizes.push(texts.length)
      if (texts.some((text) => text.includes(word))) throw error
      return bundledEmbedder.embed(texts, purpose, until)
    },
  }
  return { embedder, sizes }
}

const pageOf = (texts: readonly string[]) => texts.map((text, at) => ({ key: at + 1, text }))

describe('a page of items of which the embedder refuses some', () => {
  it('has vectors for all others, each its own, whichever are refused', async () => {
    const text = fc.constantFrom('river', 'mountain', '川と山', 'poison', '毒 poison')
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const { embedder } = picky('poison')
        const fine = pageOf(texts).filter((one) => !one.text.includes('poison'))
        fc.pre(fine.length > 0)

        const rows = await embedPage(pageOf(texts), PURPOSE, { embedder, telemetry: silentTelemetry }, signal)

        expect(rows.map(({ key }) => key)).toEqual(fine.map(({ key }) => key))
        const expected = await bundledEmbedder.embed(
          fine.map((one) => one.text),
          PURPOSE,
          signal,
        )
        expect(rows.map(({ vector }) => vector)).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })

  it('costs few further requests, and names what was refused', async () => {
    const { embedder, sizes } = picky('poison')
    const warnings: unknown[] = []
    const telemetry = {
      ...silentTelemetry,
      warn: (event: string, fields: unknown) => void warnings.push([event, fields]),
    }
    const texts = Array.from({ length: 64 }, (_, at) => (at === 40 ? 'poison' : `text ${at}`))

    const rows = await embedPage(pageOf(texts), PURPOSE, { embedder, telemetry }, signal)

    expect(rows).toHaveLength(63)
    expect(sizes.length).toBeLessThanOrEqual(13)
    expect(warnings).toEqual([['item-not-embedded', { key: 41 }]])
  })

  it('fails as a whole where nothing is taken, or where it may pass', async () => {
    const texts = ['poison', 'more poison']
    const attempt = (error?: Error) =>
      embedPage(pageOf(texts), PURPOSE, { ...picky('poison', error), telemetry: silentTelemetry }, signal)
    const passing = new KikuError('embedder-failed', 'I am busy.', { retryable: true })
    const away = new KikuError('model-unreachable', 'Nobody answers.')

    await expect(attempt()).rejects.toBe(REFUSAL)
    await expect(attempt(passing)).rejects.toBe(passing)
    await expect(attempt(away)).rejects.toBe(away)
  })
})
