import { describe, expect, it } from 'vitest'
import { formatJstsReport } from '../../../src/evaluation/format-jsts-report.ts'
import { type JstsEvaluation, runJstsEval } from '../../../src/evaluation/run-jsts-eval.ts'
import type { Embedder, EmbeddingPurpose } from '../../../src/ports/embedder.ts'
import { evaluationFiles, jsonLines } from '../../fakes/evaluation-files.ts'
import { bundledEmbedder } from '../../fakes/index-fixtures.ts'

const { signal } = new AbortController()

/** A sentence `0.6` lies at that cosine from the sentence `1`. */
function createAngles(): Embedder & { readonly purposes: EmbeddingPurpose[] } {
  const purposes: EmbeddingPurpose[] = []
  return {
    ...bundledEmbedder,
    dimension: 2,
    purposes,
    async embed(texts, purpose) {
      purposes.push(purpose)
      return texts.map((text) => Float32Array.from([Number(text), Math.sqrt(1 - Number(text) ** 2)]))
    },
  }
}
const pair = (cosine: number, label: number) => ({ sentence1: '1', sentence2: String(cosine), label })
const run = (text: string, more: Partial<JstsEvaluation> = {}) =>
  runJstsEval(
    {
      files: evaluationFiles({ 'valid.json': text }),
      set: 'jsts',
      file: 'valid.json',
      embedder: createAngles(),
      ...more,
    },
    signal,
  )

describe('runJstsEval', () => {
  it('correlates cosines with labels, ties and all, both sentences embedded alike', async () => {
    const embedder = createAngles()
    const lines = jsonLines(pair(0.1, 0), pair(0.5, 4), pair(0.5, 2), pair(0.9, 4))

    const report = await run(lines, { embedder })

    // Ranks of the cosines 1, 2.5, 2.5, 4; of the labels 1, 3.5, 2, 3.5.
    expect(report.spearman).toBeCloseTo(3.75 / 4.5, 6)
    expect(report).toMatchObject({ set: 'jsts', pairs: 4, task: 'icl', side: 'query', embedder: { dimension: 2 } })
    expect(report.ci95[0]).toBeLessThanOrEqual(report.spearman)
    expect(embedder.purposes).toEqual([{ task: 'icl', side: 'query' }])
  })

  it('reads a table with or without a header, and passes over empty lines', async () => {
    const rows = ['1\t0.1\t0', '', '1\t0.5\t2.5\r', '1\t0.9\t5']
    const plain = await run(rows.join('\n'))
    const headed = await run(['\uFEFFsentence1\tsentence2\tlabel', ...rows].join('\n'))

    expect(plain).toMatchObject({ pairs: 3 })
    expect(plain.spearman).toBeCloseTo(1, 9)
    expect(headed).toEqual(plain)
  })

  it('uses the first pairs only, in batches, and tells how far it is', async () => {
    const lines = jsonLines(...Array.from({ length: 100 }, (_, at) => pair(at / 100, (at % 50) / 10)))
    const seen: string[] = []

    const report = await run(lines, {
      limit: 70,
      task: 'qa',
      onProgress: ({ step, done, total }) => seen.push(`${step} ${done}/${total}`),
    })

    expect(report).toMatchObject({ pairs: 70, task: 'qa' })
    expect(seen).toEqual(['embed 64/70', 'embed 70/70'])
  })

  it.each([
    ['{"sentence1":"a","sentence2":"b","label":6}', "valid.json, line 1: 'label' is wrong"],
    ['{"sentence1":"a","sentence2":" ","label":1}', "valid.json, line 1: 'sentence2' is wrong"],
    ['{"sentence1":"a"', 'valid.json, line 1: this is not JSON'],
    ['1\t0.1\t0\n犬が走る', 'valid.json, line 2: expected an object'],
    ['1\t0.1\t0\n犬\t猫\tほぼ同じ', 'valid.json, line 2: expected an object'],
    ['1\t0.1\t0\n犬\t猫\t7', "valid.json, line 2: 'label' is wrong"],
  ])('names the line of %j', async (text, message) => {
    const error = await run(text).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ code: 'misuse', remedy: 'Correct the file, or name another one.' })
    expect(String(error)).toContain(message)
  })

  it('refuses what cannot be correlated', async () => {
    await expect(run(jsonLines(pair(0.1, 1), pair(0.2, 2)))).rejects.toThrow('holds 2 sentence pairs')
    await expect(run(jsonLines(pair(0.1, 1), pair(0.2, 1), pair(0.3, 1)))).rejects.toThrow('the same label')
    await expect(run('', { file: 'none.json' })).rejects.toMatchObject({ code: 'source-missing' })
  })

  it('is shown as a table in English and Japanese', async () => {
    const report = await run(jsonLines(pair(0.1, 0), pair(0.5, 4), pair(0.9, 5)))

    expect(formatJstsReport(report, 'en')).toMatch(
      /^jsts: 3 sentence pairs\nembedder: .*task icl, side query\n.*\nSpearman {2}1\.0000 \[/,
    )
    expect(formatJstsReport(report, 'ja')).toMatch(/^jsts: 3 文対\n埋め込み: /)
  })
})
