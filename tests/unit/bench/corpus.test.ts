import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { FEW } from '../../../bench/corpus/corpus.ts'
import { loadCorpus } from '../../../bench/corpus/load-corpus.ts'

const folders: string[] = []

async function writeLines(rows: readonly object[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kiku-bench-test-'))
  folders.push(folder)
  const path = join(folder, 'corpus.jsonl')
  await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  return path
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

describe('the corpus of a benchmark', () => {
  it('is the same for the same seed, in English and Japanese', async () => {
    const options = { files: [], size: 300, seed: 3 }

    const corpus = await loadCorpus(options)

    expect(corpus).toEqual(await loadCorpus(options))
    expect(corpus.chunks).toHaveLength(300)
    expect(corpus.chunks.some(({ text }) => /^[a-z .]+$/.test(text))).toBe(true)
    expect(corpus.chunks.some(({ text }) => /[\u4e00-\u9fff].*。$/.test(text))).toBe(true)
  })

  it('gives about one chunk in a hundred to the small audience', async () => {
    const { chunks } = await loadCorpus({ files: [], size: 2_000, seed: 3 })

    const few = chunks.filter(({ audience }) => audience === FEW).length

    expect(few).toBeGreaterThan(5)
    expect(few).toBeLessThan(50)
  })

  it('reads texts under either name, drops repeats and asks what the file says', async () => {
    const path = await writeLines([
      { s: 'guide', d: 'The first text.', q: 'first?' },
      { title: 'handbook', text: '二番目の文章です。', query: '二番目は？', meta: 1 },
      { s: 'guide', d: 'The first text.', q: 'again?' },
    ])

    const { chunks, queries } = await loadCorpus({ files: [path], size: 10, seed: 1 })

    expect(chunks.map(({ title, text }) => [title, text])).toEqual([
      ['guide', 'The first text.'],
      ['handbook', '二番目の文章です。'],
    ])
    expect(queries.map(({ text, answer }) => [text, answer]).sort()).toEqual([
      ['first?', 0],
      ['二番目は？', 1],
    ])
  })
})
