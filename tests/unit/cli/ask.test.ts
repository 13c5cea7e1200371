import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import type { AskRequest } from '../../../src/kiku.ts'
import { runCli } from '../../fakes/run-cli.ts'
import { buildAnswer, createScriptedKiku, streamAnswer } from '../../fakes/scripted-kiku.ts'

describe('kiku ask', () => {
  it('streams the answer, then lists sources and says why it searched', async () => {
    const kiku = createScriptedKiku({ ask: () => streamAnswer(buildAnswer(), ['Run `npm', ' start` [1].']) })

    const run = await runCli(['ask', 'How do I start?'], { kiku })

    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toBe(
      [
        'Run `npm start` [1].',
        '',
        'Sources',
        ' [1] Handbook › Start  /handbook/start.md, line 3',
        '',
        'searched knowledge · why: it asks for a fact · used 1 of 4 passages · written by qwen3:8b',
        '',
      ].join('\n'),
    )
    expect(kiku.isClosed()).toBe(true)
  })

  it('speaks Japanese where the locale does', async () => {
    const answer = buildAnswer({ text: '`npm start` を実行します[1]。', model: null, kind: 'extracted' })
    const kiku = createScriptedKiku({ ask: () => streamAnswer(answer) })

    const run = await runCli(['ask', '始め方は?'], { kiku, environment: { LANG: 'ja_JP.UTF-8' } })

    expect(run.stdout).toContain('出典\n [1] Handbook › Start  /handbook/start.md, 3行目')
    expect(run.stdout).toContain('文書を検索しました · 理由: 事実を尋ねている · 4件中1件の引用箇所を使用')
  })

  it('prints one JSON object and nothing else with --json', async () => {
    const kiku = createScriptedKiku({ ask: () => streamAnswer(buildAnswer()) })

    const run = await runCli(['ask', '--json', 'How do I start?'], { kiku })

    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(run.stdout)).toEqual({
      kind: 'answered',
      answer: 'Run `npm start` [1].',
      citations: [
        {
          number: 1,
          title: 'Handbook › Start',
          location: '/handbook/start.md',
          quote: 'Run npm start.',
          score: 0.91,
          locator: { headings: ['Start'], line: 3 },
        },
      ],
      decision: {
        labels: ['knowledge'],
        confidence: 0.9,
        reasons: ['asks-for-fact'],
        features: { 'asks-for-fact': 1 },
        probabilities: { direct: 0.1, knowledge: 0.9, history: 0.05, tool: 0.01 },
        decidedBy: 'features',
      },
      evidence: { used: 1, found: 4 },
      model: 'qwen3:8b',
      question: 'How do I start?',
      timings: { route: 2, total: 40 },
    })
  })

  it.each([
    [['--search'], 'always'],
    [['--no-search'], 'never'],
    [[], 'auto'],
  ] as const)('passes on how to search: %j', async (flags, search) => {
    const asked: AskRequest[] = []
    const kiku = createScriptedKiku({
      ask: (request) => {
        asked.push(request)
        return streamAnswer(buildAnswer())
      },
    })

    await runCli(['ask', ...flags, '--audience', 'group:a,group:b', '--audience', 'slack:T1', 'two', 'words'], { kiku })

    expect(asked).toEqual([{ text: 'two words', search, audience: ['group:a', 'group:b', 'slack:T1'] }])
  })

  it('reads the question from standard input for -', async () => {
    const asked: string[] = []
    const kiku = createScriptedKiku({
      ask: (request) => {
        asked.push(request.text)
        return streamAnswer(buildAnswer())
      },
    })

    await runCli(['ask', '-'], { kiku, stdin: '東京の\n天気は?\n' })

    expect(asked).toEqual(['東京の\n天気は?'])
  })

  it('exits with 0 on an honest abstention', async () => {
    const answer = buildAnswer({ kind: 'abstained', text: 'I could not find this.', citations: [], model: null })
    const kiku = createScriptedKiku({ ask: () => streamAnswer(answer, []) })

    const run = await runCli(['ask', 'What is the moon made of?'], { kiku })

    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/^I could not find this\.\n\nsearched knowledge/)
  })

  it('exits with 1 and one line with the remedy when answering fails', async () => {
    const error = new KikuError('store-failed', 'The database\ncannot be read', { remedy: 'Check the disk.' })
    const kiku = createScriptedKiku({
      ask: async function* () {
        yield { kind: 'failed', error }
      },
    })

    const run = await runCli(['ask', '--json', 'x'], { kiku })

    expect(run).toMatchObject({ code: 1, stdout: '', stderr: 'kiku: The database cannot be read. Check the disk.\n' })
    expect(kiku.isClosed()).toBe(true)
  })

  it('names the error in Japanese where the locale is Japanese', async () => {
    const kiku = createScriptedKiku({
      ask: async function* () {
        yield { kind: 'failed', error: new KikuError('model-busy', 'The model is busy.') }
      },
    })

    const run = await runCli(['ask', 'x'], { kiku, environment: { LC_ALL: 'ja_JP.UTF-8' } })

    expect(run.stderr).toBe('kiku: モデルが混み合っています: The model is busy.\n')
  })

  it.each([
    [['ask', '   '], 'The question is empty'],
    [['ask', 'x'.repeat(8001)], 'longer than 8000 characters'],
    [['ask', '--audience', 'everyone', 'x'], '"everyone" is not an audience'],
    [['ask'], "Missing required argument 'question'"],
    [['ask', '--jsn', 'x'], "Unknown option '--jsn' (Did you mean --json?)"],
  ] as const)('exits with 2 on misuse: %j', async (argv, message) => {
    const run = await runCli(argv)

    expect(run.code).toBe(2)
    expect(run.stdout).toBe('')
    expect(run.stderr).toContain(message)
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('exits with 130 when it is interrupted, and closes Kiku', async () => {
    const ending = new AbortController()
    const kiku = createScriptedKiku({
      ask: async function* (_, signal) {
        yield { kind: 'token', text: 'half' }
        ending.abort()
        signal.throwIfAborted()
      },
    })

    const run = await runCli(['ask', 'x'], { kiku, signal: ending.signal })

    expect(run).toMatchObject({ code: 130, stdout: 'half\n', stderr: 'kiku: Stopped.\n' })
    expect(kiku.isClosed()).toBe(true)
  })

  it('reads beside a Kiku that holds the data folder, and says that nothing is remembered', async () => {
    const kiku = createScriptedKiku({ ask: () => streamAnswer(buildAnswer()) })
    const modes: string[] = []

    const run = await runCli(['ask', 'x'], {
      dependencies: {
        openKiku: async (_, { mode }) => {
          modes.push(mode)
          if (mode === 'write') throw new KikuError('data-locked', 'Another Kiku uses this folder.')
          return kiku
        },
      },
    })

    expect(run.code).toBe(0)
    expect(modes).toEqual(['write', 'read'])
    expect(run.stderr).toContain('will not be remembered')
  })

  it('says that it reads the handbook when there is nothing else yet', async () => {
    const kiku = createScriptedKiku({
      ask: () => streamAnswer(buildAnswer()),
      ensureFirstSource: async (onProgress) => {
        onProgress({
          source: 'h',
          location: '/docs/a.md',
          documentsDone: 1,
          documentsTotal: 2,
          chunksDone: 3,
          outcome: 'added',
        })
      },
    })

    const run = await runCli(['ask', 'x'], { kiku })

    expect(run.stderr).toContain('handbook')
  })
})
