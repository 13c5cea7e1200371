import { describe, expect, it } from 'vitest'
import type { Embedding } from '../../../src/cli/dependencies.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import type { Neighbourhood } from '../../../src/kiku.ts'
import { runCli } from '../../fakes/run-cli.ts'
import { createScriptedKiku } from '../../fakes/scripted-kiku.ts'

const embedder = { id: 'ollama:e5@sha256:1', preset: 'e5', dimension: 2 }
const near = {
  location: '/work-folder/docs/ja.pptx',
  locator: { page: 4 },
  namespace: 'knowledge',
  audience: 'public',
} as const
const neighbourhood: Neighbourhood = {
  embedder,
  vector: Float32Array.from([0, 1]),
  neighbours: [
    { ...near, title: '手引き › 導入', text: 'npm start を\n実行します。', cosine: 0.8754, fusedRank: 2 },
    { ...near, title: 'Guide', text: 'Run npm start.', cosine: 0.5 },
  ],
}
const kiku = (expected: unknown) =>
  createScriptedKiku({
    findNeighbours: async (request) => {
      expect(request).toEqual(expected)
      return neighbourhood
    },
  })

/** Texts of one letter lie on the axes, `犬` and `dog` close together. */
const VECTORS: Readonly<Record<string, readonly number[]>> = { 犬: [1, 0], dog: [0.8, 0.6], cat: [0, 1] }
function scriptEmbedding(purposes: unknown[] = []) {
  let isClosed = false
  const openEmbedding = async (): Promise<Embedding> => ({
    embedder,
    embed: async (texts, purpose) => {
      purposes.push(purpose)
      return texts.map((text) => Float32Array.from(VECTORS[text] ?? [0, 0]))
    },
    close: async () => {
      isClosed = true
    },
  })
  return { dependencies: { openEmbedding }, isClosed: () => isClosed }
}

describe('kiku embed with one text', () => {
  it('shows its neighbours with cosine, place and rank in a search, and names the embedder', async () => {
    const request = { text: '導入', task: 'qa', side: 'query', audience: ['group:a'], limit: 3 }

    const run = await runCli(['embed', '導入', '--limit', '3', '--audience', 'group:a'], { kiku: kiku(request) })

    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toBe(
      [
        'ollama:e5@sha256:1 · preset e5 · 2 numbers · task qa · side query',
        '',
        '1. 手引き › 導入  0.875',
        '   docs/ja.pptx, slide 4 · search #2',
        '   npm start を 実行します。',
        '',
        '2. Guide  0.500',
        '   docs/ja.pptx, slide 4 · not among the hits of a search',
        '   Run npm start.',
        '',
      ].join('\n'),
    )
  })

  it('says it in Japanese', async () => {
    const request = { text: 'x', task: 'chat', side: 'key', audience: [], limit: 10 }

    const run = await runCli(['embed', 'x', '--task', 'chat', '--side', 'key', '--language', 'ja'], {
      kiku: kiku(request),
    })

    expect(run.stdout).toContain('2 次元')
    expect(run.stdout).toContain('検索では 2 位')
    expect(run.stdout).toContain('検索結果には入りません')
  })

  it('prints one JSON object, with the vector where that is asked for', async () => {
    const request = { text: 'x', task: 'qa', side: 'query', audience: [], limit: 10 }

    const plain = JSON.parse((await runCli(['embed', 'x', '--json'], { kiku: kiku(request) })).stdout)
    const full = JSON.parse((await runCli(['embed', 'x', '--vectors'], { kiku: kiku(request) })).stdout)

    expect(plain).toMatchObject({ embedder, text: 'x', neighbours: [{ rank: 1, fusedRank: 2 }, { fusedRank: null }] })
    expect(plain.vector).toBeUndefined()
    expect(full.vector).toEqual([0, 1])
  })
})

describe('kiku embed with several texts', () => {
  it('shows their cosines in a table that lines up with Japanese texts, without opening the index', async () => {
    const purposes: unknown[] = []
    const { dependencies, isClosed } = scriptEmbedding(purposes)

    const run = await runCli(['embed', '犬', 'dog', 'cat', '--task', 'icl'], { dependencies })

    expect(run).toMatchObject({ code: 0, stderr: '', opened: [] })
    expect(run.stdout.split('\n').slice(2)).toEqual([
      '             1       2       3',
      '1  犬    1.000   0.800   0.000',
      '2  dog   0.800   1.000   0.600',
      '3  cat   0.000   0.600   1.000',
      '',
    ])
    expect(purposes).toEqual([{ task: 'icl', side: 'query' }])
    expect(isClosed()).toBe(true)
  })

  it('reads a line a text from standard input, and shows nothing that a terminal would obey', async () => {
    const { dependencies } = scriptEmbedding()

    const run = await runCli(['embed'], { dependencies, stdin: '\uFEFF犬\r\n\n  dog \n\u001b[2Jcat\n' })

    expect(run.stdout).toContain('3  cat')
    expect(run.stdout).not.toContain('\u001b')
  })

  it('prints one JSON object, with the vectors where they are asked for', async () => {
    const { dependencies } = scriptEmbedding()

    const json = JSON.parse((await runCli(['embed', '犬', 'cat', '--vectors'], { dependencies })).stdout)

    expect(json).toEqual({
      embedder,
      task: 'qa',
      side: 'query',
      texts: ['犬', 'cat'],
      cosines: [
        [1, 0],
        [0, 1],
      ],
      vectors: [
        [1, 0],
        [0, 1],
      ],
    })
  })
})

describe('kiku embed that cannot', () => {
  it.each([
    [['embed'], 'There is no text to embed.'],
    [['embed', 'x', '--side', 'both'], 'Allowed choices are query, key.'],
    [['embed', 'x', '--limit', '0'], '--limit is "0", but must be a whole number from 1 to 100.'],
    [['embed', 'x'.repeat(9_000)], 'A text is longer than 8000 characters.'],
    [['embed', ...Array.from({ length: 101 }, () => 'x')], 'More than 100 texts were given.'],
  ])('exits with 2 on %j', async (argv, message) => {
    const run = await runCli(argv)

    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain(message)
  })

  it('does not wait for lines of a person who forgot the text', async () => {
    const run = await runCli(['embed'], { isTTY: true })

    expect(run.code).toBe(2)
  })

  it('stops reading an input without end', async () => {
    const run = await runCli(['embed'], { stdin: 'x'.repeat(900_000) })

    expect(run).toMatchObject({ code: 2 })
    expect(run.stderr).toContain('longer than 8000 characters')
  })

  it('exits with 1 and the reason when the embedder is away', async () => {
    const openEmbedding = () =>
      Promise.reject(new KikuError('model-unreachable', 'The server is away.', { remedy: 'Start it.' }))

    const run = await runCli(['embed', 'a', 'b'], { dependencies: { openEmbedding } })

    expect(run).toMatchObject({ code: 1, stdout: '', stderr: 'kiku: The server is away. Start it.\n' })
  })
})
