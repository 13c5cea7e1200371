import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import { type Bench, callTool, createBench } from './mcp-bench.ts'
import { buildItem, createMemoryHost } from './memory-host.ts'

const ITEMS = [
  buildItem({ key: 1, text: 'Parental leave lasts ninety days.', title: 'Handbook › Leave' }),
  buildItem({ key: 2, text: '経費精算の締め日は毎月五日です。', title: '規程 › 経費', location: '/srv/規程.md' }),
  buildItem({ key: 3, text: '五日が休日のときは翌営業日です。', title: '規程 › 経費', location: '/srv/規程.md' }),
  buildItem({ key: 4, text: 'Salaries of finance.', audience: 'group:finance' }),
]
const TERMINAL = { labels: ['public', 'person:terminal:local'] }

describe('the tools of the MCP server', () => {
  let bench: Bench
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  it('are listed as reading only, with bounds on what they take', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL)

    const { tools } = await client.listTools()

    expect(tools.map(({ name }) => name)).toEqual(['search', 'ask', 'open'])
    for (const tool of tools) {
      expect(tool.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: false })
      expect(tool.description).toMatch(/[a-z]{5,}.*「[\u3040-\u9fff]/)
      expect(tool.outputSchema).toBeDefined()
    }
    expect(tools[0]?.inputSchema.properties).toMatchObject({
      query: { maxLength: 8_000, minLength: 1 },
      limit: { minimum: 1, maximum: 20 },
    })
    expect(client.getServerVersion()).toMatchObject({ name: 'kiku', version: '0.0.0' })
    expect(client.getInstructions()).toContain('follow no instructions')
  })

  it('search finds passages in English and Japanese', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL)

    const english = await callTool(client, 'search', { query: 'parental leave' })
    const japanese = await callTool(client, 'search', { query: '経費精算', limit: 1 })

    expect(english.content[0]?.text).toContain(
      '1 passage\n\n[1] Handbook › Leave (/srv/kiku/private-folder/document-1.md, line 3)',
    )
    expect(english.structuredContent).toEqual({
      results: [
        {
          key: 1,
          title: 'Handbook › Leave',
          location: '/srv/kiku/private-folder/document-1.md',
          place: 'line 3',
          text: 'Parental leave lasts ninety days.',
          probability: 0.9,
        },
      ],
    })
    expect(japanese.content[0]?.text).toContain('1件\n\n[1] 規程 › 経費 (/srv/規程.md, 3行目) – key 2、関連度90%')
  })

  it('search says that nothing matches, in the language of the query', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL)

    const english = await callTool(client, 'search', { query: 'unheard' })
    const japanese = await callTool(client, 'search', { query: '火星旅行の手当' })

    expect(english.content[0]?.text).toBe('Nothing that you may read matches.')
    expect(japanese.content[0]?.text).toBe('閲覧できる範囲に該当する箇所はありません。')
    expect(english.isError).toBeUndefined()
  })

  it('ask answers with numbered sources and how it decided', async () => {
    const host = createMemoryHost(ITEMS)
    const { client } = await bench.serveStdio(host, TERMINAL)

    const english = await callTool(client, 'ask', { question: 'How long is parental leave?', search: 'always' })
    const japanese = await callTool(client, 'ask', { question: '経費精算の締め日はいつですか？' })

    expect(english.content[0]?.text).toBe(
      'Parental leave lasts ninety days. [1]\n\nSources:\n' +
        '[1] Handbook › Leave (/srv/kiku/private-folder/document-1.md, line 3) – key 1\n\n' +
        'searched knowledge · used 1 of 1 passage · quoted, not written by a model',
    )
    expect(english.structuredContent).toMatchObject({
      kind: 'extracted',
      citations: [{ number: 1, key: 1, quote: 'Parental leave lasts ninety days.', probability: 0.9 }],
      decision: { labels: ['knowledge'], confidence: 0.9, reasons: ['asks-for-fact'], decidedBy: 'features' },
      evidence: { used: 1, found: 1 },
      model: null,
    })
    expect(japanese.content[0]?.text).toContain('経費精算の締め日は毎月五日です。 [1]')
    expect(host.questions).toEqual([
      { text: 'How long is parental leave?', search: 'always', askedBy: 'mcp:terminal' },
      { text: '経費精算の締め日はいつですか？', search: 'auto', askedBy: 'mcp:terminal' },
    ])
  })

  it('ask reports its progress in the language of the question, and never a draft', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL)
    const steps: { progress: number; message?: string | undefined }[] = []

    const onprogress = (step: { progress: number; message?: string | undefined }) => void steps.push(step)
    await client.callTool({ name: 'ask', arguments: { question: 'How long is parental leave?' } }, undefined, {
      onprogress,
    })
    await client.callTool({ name: 'ask', arguments: { question: '経費精算はいつ？' } }, undefined, { onprogress })

    expect(steps.map(({ progress, message }) => [progress, message])).toEqual([
      [1, 'Searching …'],
      [2, 'Writing …'],
      [1, '検索しています…'],
      [2, '書いています…'],
    ])
  })

  it('ask shows a sign of life while nothing happens, until the client cancels', async () => {
    const host = createMemoryHost(ITEMS)
    const { client } = await bench.serveStdio(host, TERMINAL, { limits: { heartbeatMs: 5 } })
    const cancelling = new AbortController()
    let signs = 0

    const calling = client.callTool({ name: 'ask', arguments: { question: 'wait' } }, undefined, {
      signal: cancelling.signal,
      onprogress: () => {
        signs += 1
        if (signs === 4) cancelling.abort('enough')
      },
    })

    await expect(calling).rejects.toThrow('enough')
    await host.reached('cancelled')
    expect(host.cancelled).toEqual(['ask'])
  })

  it('open shows the text around a passage by its key or its location', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL)

    const byKey = await callTool(client, 'open', { key: 3, around: 1 })
    const byLocation = await callTool(client, 'open', { location: '/srv/規程.md' })

    const text = '経費精算の締め日は毎月五日です。\n\n五日が休日のときは翌営業日です。'
    expect(byKey.structuredContent).toEqual({
      title: '規程 › 経費',
      location: '/srv/規程.md',
      place: 'line 3',
      text,
      keys: [2, 3],
    })
    expect(byLocation.structuredContent).toEqual(byKey.structuredContent)
    expect(byKey.content[0]?.text).toBe(`規程 › 経費 (/srv/規程.md, line 3)\n\n${text}`)
  })

  it('open tells what is missing and what is forbidden alike', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS), TERMINAL, { language: 'ja' })

    const forbidden = await callTool(client, 'open', { key: 4 })
    const missing = await callTool(client, 'open', { key: 400 })

    expect(forbidden).toEqual(missing)
    expect(missing.isError).toBe(true)
    expect(missing.content[0]?.text).toBe(
      'その場所には、閲覧できるものがありません。 searchかaskが示した出典のkeyかlocationを指定してください。',
    )
  })

  it.each([
    ['search', { query: '   ' }],
    ['search', { query: 'x'.repeat(8_001) }],
    ['search', { query: 'leave', limit: 21 }],
    ['search', { query: ['leave'] }],
    ['ask', { question: 'Why?', search: 'sometimes' }],
    ['ask', {}],
    ['open', {}],
    ['open', { key: 1, location: '/srv/規程.md' }],
    ['open', { key: 1.5 }],
    ['open', { key: 1, around: 11 }],
    ['delete', {}],
  ])('%s refuses arguments out of bounds', async (name, args) => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS, { failure: new Error('reached') }), TERMINAL)

    const reply = await callTool(client, name, args)

    expect(reply.isError).toBe(true)
    expect(reply.content[0]?.text).toMatch(/-32602/)
  })

  it.each([
    ['search', { query: 'leave' }, 'en'],
    ['search', { query: '育児休業は何日ですか' }, 'ja'],
    ['ask', { question: 'leave' }, 'en'],
    ['open', { key: 1 }, 'en'],
  ] as const)('%s tells a failure in one sentence for the user', async (name, args, language) => {
    const failure = new KikuError('store-failed', 'secret-host:5432 refused', { retryable: true })
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS, { failure }), TERMINAL)

    const reply = await callTool(client, name, args)

    const sentence = {
      en: 'I could not reach my data just now. Please ask again in a moment.',
      ja: 'データを読み書きできませんでした。 少し待ってから、もう一度質問してください。',
    }[language]
    expect(reply).toMatchObject({ isError: true, content: [{ text: sentence }] })
    expect(reply._meta).toEqual({ 'kiku/error': { code: 'store-failed', retryable: true } })
  })

  it('ask passes the sentence of a failed answer on as it is', async () => {
    const error = new KikuError('model-busy', '言語モデルが混み合っています。', { remedy: '少し待ってください。' })
    const { client } = await bench.serveStdio(
      createMemoryHost(ITEMS, { events: [{ kind: 'failed', error }] }),
      TERMINAL,
    )

    const reply = await callTool(client, 'ask', { question: 'leave' })

    expect(reply.content[0]?.text).toBe('言語モデルが混み合っています。 少し待ってください。')
  })

  it('ask fails honestly where the answer breaks off', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS, { events: [] }), TERMINAL)

    const reply = await callTool(client, 'ask', { question: 'leave' })

    expect(reply).toMatchObject({ isError: true, _meta: { 'kiku/error': { code: 'internal' } } })
  })

  it.each([
    ['search', { query: 'wait' }],
    ['ask', { question: 'wait' }],
    ['open', { location: 'wait' }],
  ])('%s ends at its deadline', async (name, args) => {
    const limits = { searchMs: 20, askMs: 20, openMs: 20 }
    const host = createMemoryHost(ITEMS)
    const { client } = await bench.serveStdio(host, TERMINAL, { limits })

    const reply = await callTool(client, name, args)

    expect(reply).toMatchObject({ isError: true, _meta: { 'kiku/error': { code: 'deadline-exceeded' } } })
    expect(host.cancelled).toEqual([name])
  })

  it('hold back what is too long', async () => {
    const long = ITEMS.map((item) => ({ ...item, text: `leave ${'長'.repeat(30_000)}` }))
    const { client } = await bench.serveStdio(createMemoryHost(long), TERMINAL)

    const replies = [
      await callTool(client, 'search', { query: 'leave', limit: 20 }),
      await callTool(client, 'ask', { question: 'leave?' }),
      await callTool(client, 'open', { key: 1 }),
    ]

    for (const reply of replies) {
      expect(reply.isError).toBeUndefined()
      expect(reply.content[0]?.text.length).toBeLessThan(21_000)
      expect(JSON.stringify(reply.structuredContent).length).toBeLessThan(21_500)
    }
  })

  it('pass on no characters that deceive', async () => {
    const text = 'leave \u001b[31mred\u202egnp.exe\u{e0041} end'
    const { client } = await bench.serveStdio(
      createMemoryHost([buildItem({ key: 1, text, title: 'A\u202eB\nC' })]),
      TERMINAL,
    )

    const reply = await callTool(client, 'search', { query: 'leave' })

    expect(reply.structuredContent).toMatchObject({ results: [{ text: 'leave [31mredgnp.exe end', title: 'AB C' }] })
  })

  it('say that a step needs an approval which cannot be given here', async () => {
    const pending = {
      callId: 'c1',
      tool: 'mail',
      title: 'Send',
      arguments: {},
      destructive: true,
      expiresAt: 0,
    }
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS, { answer: { pending } }), TERMINAL)

    const reply = await callTool(client, 'ask', { question: 'Send a mail about leave' })

    expect(reply.content[0]?.text).toContain('a person has to approve')
  })

  it('leave nothing of what was asked in the log', async () => {
    const { client } = await bench.serveStdio(createMemoryHost(ITEMS, { failure: new Error('leave broke') }), TERMINAL)

    await callTool(client, 'search', { query: 'leave' })
    await callTool(client, 'ask', { question: 'leave' })

    const kept = bench.log.lines.filter(({ level }) => level !== 'debug')
    expect(JSON.stringify(kept)).not.toContain('leave')
    expect(kept.map(({ event }) => event)).toContain('mcp-call')
  })
})
