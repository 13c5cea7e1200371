import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { KikuError } from '../../../src/domain/errors.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import type { IngestReport } from '../../../src/kiku.ts'
import { runCli } from '../../fakes/run-cli.ts'
import { createScriptedKiku } from '../../fakes/scripted-kiku.ts'

const report: IngestReport = { added: 2, updated: 0, unchanged: 1, removed: 0, chunks: 30, failures: [] }

const evidence: Evidence = {
  key: 1,
  namespace: 'knowledge',
  audience: 'public',
  title: '手引き › 導入',
  text: 'npm start を\n実行します。',
  location: '/work-folder/docs/ja.pptx',
  locator: { page: 4 },
  createdAt: 0,
  score: 1.2,
  probability: 0.875,
  legs: { lexical: { score: 0.5, rank: 1 } },
}

describe('command line', () => {
  it('suggests the command that was meant', async () => {
    const run = await runCli(['serch', 'x'])

    expect(run.code).toBe(2)
    expect(run.stderr).toBe(
      'kiku: Unknown command \'serch\' (Did you mean search?) "kiku --help" lists what is there.\n',
    )
  })

  it.each([[['--help']], [['ask', '--help']], [['help', 'ingest']]])(
    'prints help for %j on standard output',
    async (argv) => {
      const run = await runCli(argv)

      expect(run).toMatchObject({ code: 0, stderr: '' })
      expect(run.stdout).toMatch(/Usage: kiku[\s\S]*Examples:/)
      expect(run.stdout).toContain('--data <folder>')
    },
  )

  it('prints the version', async () => {
    const run = await runCli(['--version'])

    expect(run).toMatchObject({ code: 0, stdout: '0.1.0\n' })
  })

  it('explains a wrong configuration on one line, before anything is opened', async () => {
    const run = await runCli(['doctor'], { environment: { KIKU_MODEL_PROVIDER: 'olama' } })

    expect(run).toMatchObject({ code: 2, opened: [] })
    expect(run.stderr).toBe(
      'kiku: KIKU_MODEL_PROVIDER: model.provider is "olama", but must be one of ollama, none. docs/handbook/configuration.md explains every key.\n',
    )
  })

  it('warns of a variable that nobody reads', async () => {
    const kiku = createScriptedKiku({ listSources: async () => [] })

    const run = await runCli(['sources', 'list'], { kiku, environment: { KIKU_LOG_LEVL: 'debug' } })

    expect(run.code).toBe(0)
    expect(run.stderr).toContain('KIKU_LOG_LEVL is not a setting of Kiku and was ignored. Did you mean KIKU_LOG_LEVEL?')
  })
})

describe('kiku ingest', () => {
  it('makes paths absolute, leaves addresses alone, and reports', async () => {
    const kiku = createScriptedKiku({
      ingest: async (request, onProgress) => {
        expect(request).toEqual({
          locations: ['/work-folder/docs', 'https://example.org/a'],
          audience: 'group:finance',
        })
        onProgress({
          source: 's',
          location: '/d/a.md',
          documentsDone: 3,
          documentsTotal: 3,
          chunksDone: 30,
          outcome: 'added',
        })
        return report
      },
    })

    const run = await runCli(['ingest', 'docs', 'https://example.org/a', '--audience', 'group:finance'], { kiku })

    expect(run).toMatchObject({ code: 0, opened: ['write'] })
    expect(run.stderr).toMatch(/^3\/3 documents · 30 passages/)
    expect(run.stdout).toMatch(/^Added 2, updated 0, unchanged 1, removed 0; 30 passages in \d+\.\d s\.\n$/)
  })

  it('lists what could not be read with reasons, and fails only when nothing was read', async () => {
    const failures = [
      { location: '/x/\u001b[2Jbad.pdf', code: 'document-encrypted', message: 'It asks for a password.' },
    ]
    const partly = createScriptedKiku({ ingest: async () => ({ ...report, failures }) })
    const none = createScriptedKiku({
      ingest: async () => ({ added: 0, updated: 0, unchanged: 0, removed: 0, chunks: 0, failures }),
    })

    const first = await runCli(['ingest', 'x'], { kiku: partly })
    const second = await runCli(['ingest', 'x'], { kiku: none })

    expect(first.code).toBe(0)
    expect(first.stdout).toContain('1 could not be read:\n  /x/bad.pdf: It asks for a password.\n')
    expect(second.code).toBe(1)
  })

  it('stays and prints changes with --watch until it is ended', async () => {
    const ending = new AbortController()
    const kiku = createScriptedKiku({
      ingest: async () => report,
      watch: async (which, onProgress, signal) => {
        expect(which).toEqual(['/work-folder/docs'])
        const base = { source: 's', documentsDone: 1, documentsTotal: 1, chunksDone: 1 }
        onProgress({ ...base, location: '/work-folder/docs/a.md', outcome: 'updated' })
        ending.abort()
        signal.throwIfAborted()
      },
    })

    const run = await runCli(['ingest', 'docs', '--watch'], { kiku, signal: ending.signal })

    expect(run.code).toBe(0)
    expect(run.stdout).toContain('updated docs/a.md\n')
  })
})

describe('kiku sources', () => {
  it('lists sources as a table that lines up with Japanese names', async () => {
    const kiku = createScriptedKiku({
      listSources: async () => [
        {
          id: 'a1',
          kind: 'folder',
          location: '/work-folder/資料',
          audience: 'public',
          addedAt: 0,
          documents: 12,
          items: 340,
          failures: [
            { location: '/work-folder/資料/壊れた.pdf', code: 'document-unreadable', message: 'It is damaged.', at: 0 },
          ],
        },
      ],
    })

    const run = await runCli(['sources', 'list'], { kiku })

    expect(run.opened).toEqual(['read'])
    expect(run.stdout).toBe(
      [
        'ID  KIND    AUDIENCE  DOCUMENTS  PASSAGES  REFRESHED  LOCATION',
        'a1  folder  public    12         340       –          資料',
        '',
        '1 could not be read:',
        '  資料/壊れた.pdf: It is damaged.',
        '',
      ].join('\n'),
    )
  })

  it('says how to add the first source', async () => {
    const kiku = createScriptedKiku({ listSources: async () => [] })

    const run = await runCli(['sources', 'list'], { kiku })

    expect(run.stdout).toContain('kiku ingest <path or address>')
  })

  it('refreshes those named, by id or by path', async () => {
    const kiku = createScriptedKiku({
      refreshSources: async (which) => {
        expect(which).toEqual(['a1', '/work-folder/docs', 'https://example.org/'])
        return report
      },
    })

    const run = await runCli(['sources', 'refresh', 'a1', './docs', 'https://example.org/'], { kiku })

    expect(run.code).toBe(0)
  })

  it('removes a source, and fails with 1 when there is none of that name', async () => {
    const kiku = createScriptedKiku({
      removeSource: async (which) => {
        if (which !== 'a1')
          throw new KikuError('source-missing', `There is no source ${which}.`, { remedy: 'See "kiku sources list".' })
        return { documents: 3, items: 44 }
      },
    })

    const first = await runCli(['sources', 'remove', 'a1'], { kiku })
    const second = await runCli(['sources', 'remove', 'b2'], { kiku })

    expect(first).toMatchObject({ code: 0, stdout: 'Removed 3 documents with 44 passages.\n' })
    expect(second).toMatchObject({ code: 1, stderr: 'kiku: There is no source b2. See "kiku sources list".\n' })
  })
})

describe('kiku search', () => {
  it('prints results with place, legs and beginning', async () => {
    const kiku = createScriptedKiku({
      search: async (request) => {
        expect(request).toEqual({ text: '導入', task: 'convsearch', audience: [], limit: 3 })
        return [evidence]
      },
    })

    const run = await runCli(['search', '導入', '--task', 'convsearch', '--limit', '3'], { kiku })

    expect(run.stdout).toBe(
      '1. 手引き › 導入  0.88\n   docs/ja.pptx, slide 4 · lexical #1\n   npm start を 実行します。\n',
    )
  })

  it('prints one JSON object with --json', async () => {
    const kiku = createScriptedKiku({ search: async () => [evidence] })

    const run = await runCli(['search', '--json', 'x'], { kiku })

    expect(JSON.parse(run.stdout)).toMatchObject({
      query: 'x',
      task: 'qa',
      results: [{ rank: 1, title: '手引き › 導入', probability: 0.875, score: 1.2 }],
    })
  })

  it.each([
    [['search', 'x', '--task', 'qaa'], 'Allowed choices are qa, convsearch, chat, lrlm, tool, icl.'],
    [['search', 'x', '--limit', 'many'], '--limit is "many", but must be a whole number from 1 to 100.'],
  ] as const)('exits with 2 on %j', async (argv, message) => {
    const run = await runCli(argv)

    expect(run.code).toBe(2)
    expect(run.stderr).toContain(message)
  })
})

describe('what is not as configured', () => {
  it('is said on standard error before anything is done', async () => {
    const kiku = createScriptedKiku({ notices: ['The embedding server is away.'], listSources: async () => [] })

    const run = await runCli(['sources', 'list', '--json'], { kiku })

    expect(run.stderr).toContain('kiku: The embedding server is away.\n')
    expect(JSON.parse(run.stdout)).toBeDefined()
  })
})

describe('kiku doctor', () => {
  it('reports every part, with remedies, and exits with 1 when one is broken', async () => {
    const kiku = createScriptedKiku({
      examine: async () => [
        { part: 'model', state: 'off', message: 'No server answers.', remedy: 'Start one with: ollama serve' },
        { part: 'index', state: 'broken', message: 'The snapshot is damaged.' },
      ],
    })

    const run = await runCli(['doctor'], { kiku })

    expect(run.code).toBe(1)
    expect(run.stdout).toContain(
      '– off     model          No server answers.\n          → Start one with: ollama serve\n',
    )
    expect(run.stdout).toContain('✗ broken  index          The snapshot is damaged.\n')
  })

  it('reports a Kiku that does not open', async () => {
    const run = await runCli(['doctor', '--json'], {
      dependencies: {
        openKiku: () =>
          Promise.reject(new KikuError('store-corrupt', 'The database is damaged.', { remedy: 'Restore it.' })),
      },
    })

    expect(run.code).toBe(1)
    expect(JSON.parse(run.stdout).findings).toContainEqual({
      part: 'kiku',
      state: 'broken',
      message: 'The database is damaged.',
      remedy: 'Restore it.',
    })
  })
})

describe('kiku eval', () => {
  const retrieval = { report: { set: 'cranfield', queries: 112 }, table: 'cranfield: 112 queries' }
  const bare = { report: { set: 'cranfield', queries: 111 }, table: 'cranfield: 111 queries' }
  const fitted = { report: { better: {} }, table: 'Keep embedder.weight as it is.' }
  const routing = { report: { set: 'mix', cases: 4 }, table: 'mix: 4 cases' }
  const jsts = { report: { set: 'valid.json', pairs: 9 }, table: 'valid.json: 9 sentence pairs' }
  const openEvaluation = async () => ({
    jsts: async (request: unknown) => {
      expect(request).toEqual({ file: '/work-folder/valid.json', task: 'icl', limit: 9 })
      return jsts
    },
    retrieval: async (request: unknown) => {
      expect(request).toMatchObject({ folder: '/work-folder/sets/cranfield', qrels: '/work-folder/q.tsv' })
      const asked = z.object({ fit: z.boolean(), bare: z.boolean() }).parse(request)
      if (asked.bare) return bare
      return asked.fit ? fitted : retrieval
    },
    routing: async (request: unknown) => {
      expect(request).toEqual({ file: '/work-folder/r.jsonl' })
      return routing
    },
    close: async () => {},
  })

  it.each([
    ['retrieval', ['eval', 'retrieval', 'sets/cranfield', '--qrels', 'q.tsv'], retrieval],
    ['weights', ['eval', 'retrieval', 'sets/cranfield', '--qrels', 'q.tsv', '--fit'], fitted],
    ['texts as they are', ['eval', 'retrieval', 'sets/cranfield', '--qrels', 'q.tsv', '--no-instructions'], bare],
    ['routing', ['eval', 'routing', 'r.jsonl'], routing],
    ['jsts', ['eval', 'jsts', 'valid.json', '--limit', '9'], jsts],
  ])('prints the tables of %s, or the report as JSON', async (_name, argv, measured) => {
    const text = await runCli(argv, { dependencies: { openEvaluation } })
    const json = await runCli([...argv, '--json'], { dependencies: { openEvaluation } })

    expect(text.stdout).toBe(`${measured.table}\n`)
    expect(JSON.parse(json.stdout)).toEqual(measured.report)
  })
})
