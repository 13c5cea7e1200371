import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInstruments, type OpenInstruments } from '../../../src/adapters/telemetry/create-instruments.ts'
import { createLog } from '../../../src/adapters/telemetry/create-log.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { turnIdOf } from '../../../src/domain/message.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { answerOf, collect } from '../../fakes/answer-fixtures.ts'
import { message } from '../../fakes/conversation-fixtures.ts'
import { says, scriptedChatModel } from '../../fakes/scripted-chat-model.ts'
import { callsTools, readingTool, toolSpec } from '../../fakes/tool-bench.ts'
import { openObservedKiku } from './observed-kiku.ts'
import { drawTree, type OtlpCollector, openOtlpCollector, theSpan } from './otlp-collector.ts'
import { readPrometheus, sampleOf } from './read-prometheus.ts'

const DOCUMENTS = {
  '/docs/vpn.md': 'The VPN certificate must be renewed every ninety days in the security portal.',
  '/docs/keihi.md': '経費精算の締め切りは毎月二十五日です。申請は経理システムから行います。',
}
const SEARCHED = ['search', '  search.dense', '  search.embed', '  search.lexical']
const SEARCHED_IN_VAIN = ['search']

describe('a question, observed', () => {
  let collector: OtlpCollector
  let opened: OpenInstruments
  beforeEach(async () => {
    collector = await openOtlpCollector()
    const options = { version: '1.2.3', metrics: true, otlpUrl: collector.url, measuresProcess: false }
    opened = await createInstruments({ ...options, telemetry: silentTelemetry })
  })
  afterEach(() => collector.close())

  async function readMetrics(): Promise<string> {
    return (await opened.readMetrics?.())?.text ?? ''
  }

  it('is one trace from the message to the answer: each stage, agent and search in its place', async () => {
    const kiku = await openObservedKiku({ documents: DOCUMENTS, instruments: opened.instruments })
    await kiku.ingest()

    const events = await kiku.ask('How often must the VPN certificate be renewed?', { search: 'always' })
    await opened.close()

    expect(answerOf(events).kind).toBe('extracted')
    expect(drawTree(collector.spans, theSpan(collector.spans, 'message'))).toEqual([
      'message',
      ...indent(1, [
        'answer',
        ...indent(1, ['stage.answer', 'stage.check', 'stage.contextualise', 'stage.fit']),
        ...indent(1, ['stage.gather', ...indent(1, ['agent.knowledge', ...indent(1, SEARCHED)])]),
        ...indent(1, ['stage.model']),
        ...indent(1, ['stage.probe', ...indent(1, [...SEARCHED_IN_VAIN, ...SEARCHED_IN_VAIN, ...SEARCHED])]),
        ...indent(1, ['stage.route']),
        'remember',
      ]),
    ])
    expect(theSpan(collector.spans, 'answer').attributes).toMatchObject({
      'kiku.language': 'en',
      'kiku.search_mode': 'always',
      'kiku.answer': 'extracted',
      'kiku.route': 'knowledge',
      'kiku.decided_by': 'asker',
    })
    const { traceId } = theSpan(collector.spans, 'message')
    expect(collector.spans.filter((span) => span.traceId === traceId)).toHaveLength(22)
  })

  it('shows calls of models and tools, in either language', async () => {
    const tool = readingTool('calculator', '1234', { server: 'kiku', title: '計算', examples: ['経費を計算して'] })
    const model = scriptedChatModel(
      [callsTools(['calculator', { text: '1+1' }]), says('DONE'), says('合計は1234です [1]。')],
      {
        capabilities: { tools: true },
      },
    )
    const kiku = await openObservedKiku({ documents: DOCUMENTS, tools: [tool], model, instruments: opened.instruments })

    await kiku.ask('経費を計算して')
    await opened.close()

    const agent = theSpan(collector.spans, 'agent.tool')
    expect(drawTree(collector.spans, agent)).toEqual([
      'agent.tool',
      ...indent(1, ['model.call', 'model.call', ...SEARCHED, 'tool.call']),
    ])
    expect(drawTree(collector.spans, theSpan(collector.spans, 'stage.answer'))).toEqual([
      'stage.answer',
      '  model.call',
    ])
    expect(theSpan(collector.spans, 'tool.call').attributes).toEqual({
      'kiku.tool': 'calculator',
      'kiku.tool_server': 'kiku',
    })
    const text = await readMetrics()
    expect(sampleOf(text, 'kiku_tool_calls_total', { tool: 'calculator', outcome: 'done' })).toBe(1)
    expect(sampleOf(text, 'kiku_model_calls_total', { code: 'none' })).toBe(3)
    expect(sampleOf(text, 'kiku_model_tokens_count', { direction: 'prompt' })).toBe(2)
    expect(
      sampleOf(text, 'kiku_answers_total', { surface: 'slack', kind: 'answered', route: 'tool', code: 'none' }),
    ).toBe(1)
    expect(sampleOf(text, 'kiku_first_token_seconds_count', { surface: 'slack' })).toBe(1)
  })

  it('keeps two answers apart that are made at the same time and shown in turns', async () => {
    const kiku = await openObservedKiku({ documents: DOCUMENTS, instruments: opened.instruments })
    await kiku.ingest()
    const thread = message('').thread
    const streams = [
      kiku.stream('経費精算の締め切りはいつですか？', { thread: { ...thread, id: 'one' }, search: 'always' }),
      kiku.stream('How often must the VPN certificate be renewed?', {
        thread: { ...thread, id: 'two' },
        search: 'always',
      }),
    ].map((stream) => stream[Symbol.asyncIterator]())

    for (let isOn = true; isOn; ) {
      const steps = await Promise.all(streams.map((stream) => stream.next()))
      isOn = steps.some((step) => step.done !== true)
    }
    await opened.close()

    const roots = collector.spans.filter(({ name }) => name === 'message')
    const [one = [], other = []] = roots.map((root) => drawTree(collector.spans, root))
    expect(one.length).toBeGreaterThanOrEqual(20)
    expect(other).toEqual(one)
    const answers = collector.spans.filter(({ name }) => name === 'answer')
    expect(answers.map(({ attributes }) => attributes['kiku.language']).toSorted()).toEqual(['en', 'ja'])
  })

  it('counts how answers end, how long stages and searches took, and what readers say', async () => {
    const kiku = await openObservedKiku({ documents: DOCUMENTS, instruments: opened.instruments })
    await kiku.ingest()

    await kiku.ask('How often must the VPN certificate be renewed?', { search: 'always' })
    await kiku.ask('火星の首都はどこですか？', { search: 'always' })
    await kiku.ask(' ')
    for await (const _ of kiku.stream('What is the deadline?', { search: 'always' })) break
    const turnId = turnIdOf(message('How often must the VPN certificate be renewed?'))
    await kiku.host.records.giveFeedback({ turnId, authorId: 'U1', verdict: 'up', at: 1 })

    const text = await readMetrics()
    const answers = (labels: Record<string, string>) =>
      sampleOf(text, 'kiku_answers_total', { surface: 'slack', ...labels })
    expect(answers({ kind: 'extracted', route: 'knowledge' })).toBe(1)
    expect(answers({ kind: 'abstained', route: 'knowledge' })).toBe(1)
    expect(answers({ kind: 'failed', route: 'none', code: 'question-empty' })).toBe(1)
    expect(answers({ kind: 'cancelled', route: 'none', code: 'none' })).toBe(1)
    expect(sampleOf(text, 'kiku_answer_seconds_count', { kind: 'extracted', surface: 'slack' })).toBe(1)
    for (const stage of ['queue', 'contextualise', 'probe', 'model', 'route', 'gather', 'fit', 'answer', 'check']) {
      expect(sampleOf(text, 'kiku_stage_seconds_count', { stage })).toBeGreaterThanOrEqual(2)
    }
    expect(sampleOf(text, 'kiku_search_seconds_count', { namespace: 'knowledge' })).toBe(4)
    expect(sampleOf(text, 'kiku_feedback_total', { verdict: 'up' })).toBe(1)
    expect(sampleOf(text, 'kiku_documents_total', { outcome: 'added', code: 'none' })).toBe(2)
    expect(sampleOf(text, 'kiku_document_seconds_count', { outcome: 'added' })).toBe(2)
  })

  it('traces documents that are taken in, and merely counts those that are as they were', async () => {
    const kiku = await openObservedKiku({ documents: DOCUMENTS, instruments: opened.instruments })

    await kiku.ingest()
    await kiku.ingest()
    await opened.close()

    const spans = collector.spans.filter(({ name }) => name === 'ingest.document')
    expect(spans.map(({ attributes }) => attributes['kiku.chunks'])).toEqual([1, 1])
    expect(sampleOf(await readMetrics(), 'kiku_documents_total', { outcome: 'unchanged', code: 'none' })).toBe(2)
  })

  it('tells why an answer failed by its code alone', async () => {
    const model = scriptedChatModel([{ events: [], error: new KikuError('model-timeout', 'canary') }])
    const kiku = await openObservedKiku({ documents: DOCUMENTS, model, instruments: opened.instruments })
    await kiku.ingest()

    await kiku.ask('経費精算の締め切りはいつですか？', { search: 'always' })
    await opened.close()

    const call = theSpan(collector.spans, 'model.call')
    expect(call).toMatchObject({ status: 2, attributes: { 'error.type': 'model-timeout' } })
    const text = await readMetrics()
    expect(sampleOf(text, 'kiku_model_calls_total', { code: 'model-timeout' })).toBe(1)
    expect(sampleOf(text, 'kiku_answers_total', { kind: 'extracted', code: 'model-timeout' })).toBe(1)
  })

  it('lets nothing that anybody wrote into a metric, a trace or the log', async () => {
    const canary = 'zanzibar7713'
    // Which tool was called is in the log; a name that a server chose belongs nowhere else.
    const toolName = 'quetzal42'
    const folder = mkdtempSync(join(tmpdir(), 'kiku-canary-'))
    const log = createLog({ level: 'info', file: join(folder, 'kiku.log'), maxMegabytes: 1 })
    const spec = toolSpec(`office__${toolName}`, { title: canary, description: canary, server: 'office' })
    const tool = { spec, run: () => ({ text: `result ${canary}`, isError: false }) }
    const model = scriptedChatModel(
      [
        // The router asks first.
        says('<RET>'),
        callsTools([spec.id, { text: canary }], [`${canary}_invented`, {}]),
        says('DONE'),
        says(`${canary}: ninety [1]`),
        { events: [{ kind: 'token', text: canary }], error: new Error(`broke: ${canary}`) },
      ],
      { capabilities: { tools: true } },
    )
    const documents = { [`/docs/${canary}.md`]: `The ${canary} certificate lasts ninety days.`, '/docs/empty.bin': '' }
    const options = { documents, tools: [tool], model, instruments: opened.instruments, telemetry: log.telemetry }
    try {
      const kiku = await openObservedKiku(options)
      await kiku.ingest()
      const author = { id: `U-${canary}`, displayName: canary }
      const thread = { ...message('').thread, id: `thread-${canary}`, channel: canary, workspace: canary }

      const called = await kiku.ask(`Run office ${canary} now`, { author, thread })
      const quoted = await kiku.ask(`${canary}の証明書は何日ですか？`, { author, thread, search: 'always' })
      const turnId = turnIdOf({ ...message(`Run office ${canary} now`), thread })
      await kiku.host.records.giveFeedback({ turnId, authorId: author.id, verdict: 'down', reason: canary, at: 1 })
      await opened.close()
      log.close()

      expect(JSON.stringify([called, quoted])).toContain(canary)
      model.expectAllUsed()
      const text = await readMetrics()
      expect(readPrometheus(text).length).toBeGreaterThan(100)
      expect(text).not.toMatch(/zanzibar|quetzal/)
      expect(sampleOf(text, 'kiku_tool_calls_total', { tool: 'other', outcome: 'done' })).toBe(1)
      expect(collector.spans.length).toBeGreaterThan(40)
      expect(collector.requests.map(({ body }) => body).join('\n')).not.toMatch(/zanzibar|quetzal/)
      expect(readFileSync(join(folder, 'kiku.log'), 'utf8')).not.toContain(canary)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('instruments that are off', () => {
  it('answer as without them', async () => {
    const opened = await createInstruments({ version: '1.2.3', metrics: false, telemetry: silentTelemetry })
    const kiku = await openObservedKiku({ documents: DOCUMENTS, instruments: opened.instruments })
    await kiku.ingest()

    const events = await collect(kiku.stream('経費精算の締め切りはいつですか？', { search: 'always' }))

    expect(answerOf(events)).toMatchObject({ kind: 'extracted', citations: [{ location: '/docs/keihi.md' }] })
    expect(opened.readMetrics).toBeUndefined()
    await opened.close()
  })
})

function indent(depth: number, lines: readonly string[]): string[] {
  return lines.map((line) => '  '.repeat(depth) + line)
}
