import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTraceExporter, toTraceUrl } from '../../../src/adapters/telemetry/create-trace-exporter.ts'
import { createTracing, type Tracing, type TracingOptions } from '../../../src/adapters/telemetry/create-tracing.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { silentTelemetry, type Telemetry, type TelemetryFields } from '../../../src/ports/telemetry.ts'
import { collect } from '../../fakes/answer-fixtures.ts'
import { createGate } from '../../fakes/gate.ts'
import { drawTree, type OtlpCollector, openOtlpCollector, theSpan } from './otlp-collector.ts'

let collector: OtlpCollector
beforeEach(async () => {
  collector = await openOtlpCollector()
})
afterEach(() => collector.close())

function open(about: Partial<TracingOptions> = {}): Tracing {
  return createTracing({
    otlpUrl: collector.url,
    version: '1.2.3',
    sampleRatio: 1,
    telemetry: silentTelemetry,
    ...about,
  })
}

function listen(): Telemetry & { readonly warnings: TelemetryFields[] } {
  const warnings: TelemetryFields[] = []
  return { ...silentTelemetry, warnings, warn: (event, fields) => void warnings.push({ event, ...fields }) }
}

describe('tracing', () => {
  it('sends spans to a collector, each below the one that it began in', async () => {
    const tracing = open({ otlpHeaders: { 'x-token': 'abc' } })

    await tracing.span('outer', { 'kiku.route': 'direct' }, async (span) => {
      tracing.span('first', {}, () => 1)
      await Promise.all([
        tracing.span('second', {}, async () => tracing.span('inner', {}, async () => {})),
        tracing.span('third', {}, async () => {}),
      ])
      span.set({ 'kiku.hits': 3 })
    })
    await tracing.close()

    const outer = theSpan(collector.spans, 'outer')
    expect(drawTree(collector.spans, outer)).toEqual(['outer', '  first', '  second', '    inner', '  third'])
    expect(outer).toMatchObject({ parentSpanId: '', status: 0, attributes: { 'kiku.route': 'direct', 'kiku.hits': 3 } })
    expect(collector.resource).toEqual({ 'service.name': 'kiku', 'service.version': '1.2.3' })
    expect(collector.requests[0]).toMatchObject({ path: '/v1/traces', headers: { 'x-token': 'abc' } })
  })

  it('keeps streams apart that one reader reads in turns', async () => {
    const tracing = open()
    async function* answer(name: string) {
      for (const step of [1, 2, 3]) {
        yield await tracing.span(`${name}.${step}`, {}, async () => {
          await new Promise((resolve) => setImmediate(resolve))
          return step
        })
      }
    }
    const streams = ['a', 'b'].map((name) => tracing.stream(name, {}, () => answer(name)))

    await tracing.span('reader', {}, async () => {
      for (let step = 0; step < 4; step += 1) for (const stream of streams) await stream.next()
    })
    await tracing.close()

    expect(drawTree(collector.spans, theSpan(collector.spans, 'a'))).toEqual(['a', '  a.1', '  a.2', '  a.3'])
    expect(drawTree(collector.spans, theSpan(collector.spans, 'b'))).toEqual(['b', '  b.1', '  b.2', '  b.3'])
  })

  it('leaves the reader of a stream out of its span', async () => {
    const tracing = open()
    async function* answer() {
      yield 1
      await Promise.resolve()
      yield 2
    }

    for await (const step of tracing.stream('stream', {}, () => answer())) {
      await tracing.span(`reader.${step}`, {}, async () => {})
    }
    await tracing.close()

    expect(collector.spans.map(({ parentSpanId }) => parentSpanId)).toEqual(['', '', ''])
  })

  it('ends a stream that is left, after what it does at its end', async () => {
    const tracing = open()
    const done: string[] = []
    async function* answer() {
      try {
        yield 1
        yield 2
      } finally {
        await tracing.span('cleanup', {}, async () => void done.push('cleaned'))
      }
    }

    for await (const _ of tracing.stream('stream', {}, () => answer())) break
    await tracing.close()

    expect(done).toEqual(['cleaned'])
    expect(drawTree(collector.spans, theSpan(collector.spans, 'stream'))).toEqual(['stream', '  cleanup'])
    expect(theSpan(collector.spans, 'stream').status).toBe(0)
  })

  it('returns and throws what would be returned and thrown without it', async () => {
    const tracing = open()
    const failure = new KikuError('model-failed', 'the user wrote: 秘密 canary')
    async function* answer() {
      yield 1
      return 'end'
    }
    const stream = tracing.stream('stream', {}, () => answer())

    expect([await stream.next(), await stream.next()]).toEqual([
      { done: false, value: 1 },
      { done: true, value: 'end' },
    ])
    expect(tracing.span('sync', {}, () => 5)).toBe(5)
    expect(() => tracing.span('throws', {}, () => fail(failure))).toThrow(failure)
    await expect(tracing.span('rejects', {}, async () => fail(failure))).rejects.toBe(failure)
    await expect(collect(tracing.stream('breaks', {}, () => breaking(failure)))).rejects.toBe(failure)
    await tracing.close()

    for (const name of ['throws', 'rejects', 'breaks']) {
      expect(theSpan(collector.spans, name)).toMatchObject({ status: 2, attributes: { 'error.type': 'model-failed' } })
    }
    expect(JSON.stringify(collector.requests.map(({ body }) => body))).not.toContain('canary')
  })

  it('takes an abort for no error', async () => {
    const tracing = open()

    const aborted = tracing.span('work', {}, async () => fail(new DOMException('gone', 'AbortError')))
    await expect(aborted).rejects.toThrow('gone')
    await tracing.close()

    expect(theSpan(collector.spans, 'work')).toMatchObject({ status: 0, attributes: { 'error.type': 'cancelled' } })
  })

  it('records as many traces as it is told to, each as a whole', async () => {
    const none = open({ sampleRatio: 0 })
    await none.span('outer', {}, async () => none.span('inner', {}, async () => {}))
    await none.close()
    expect(collector.requests).toEqual([])

    const half = open({ sampleRatio: 0.5 })
    for (let trace = 0; trace < 200; trace += 1) half.span('outer', {}, () => half.span('inner', {}, () => {}))
    await half.close()

    const outer = collector.spans.filter(({ name }) => name === 'outer').length
    expect(outer).toBeGreaterThan(40)
    expect(outer).toBeLessThan(160)
    expect(collector.spans.filter(({ name }) => name === 'inner')).toHaveLength(outer)
  })

  it('holds a bounded number of spans, and says nothing of the others', async () => {
    const tracing = open()

    for (let number = 0; number < 10_000; number += 1) tracing.span('work', {}, () => {})
    await tracing.close()

    expect(collector.spans.length).toBeGreaterThan(4_000)
    expect(collector.spans.length).toBeLessThan(6_000)
  })

  it('goes on where no collector listens, and ends in time', async () => {
    const telemetry = listen()
    await collector.close()
    const tracing = open({ telemetry, exportMs: 300 })

    expect(await tracing.span('work', {}, async () => 7)).toBe(7)
    await tracing.close()
    collector = await openOtlpCollector()

    expect(telemetry.warnings).toEqual([{ event: 'traces-not-sent', spans: 1, reason: 'ECONNREFUSED' }])
  })
})

describe('the end of tracing', () => {
  it('does not wait for a collector that hangs', async () => {
    const tracing = open({ closeMs: 50 })
    collector.reply(null)
    tracing.span('work', {}, () => {})

    await tracing.close()

    expect(collector.requests).toHaveLength(1)
    expect(tracing.span('late', {}, () => 'still works')).toBe('still works')
  })
})

describe('sending of traces', () => {
  it('notes failures once a minute, with how many spans were lost, and nothing that the collector says', async () => {
    const telemetry = listen()
    let now = 0
    const options = { otlpUrl: collector.url, timeoutMs: 1_000, telemetry, now: () => now }
    const exporter = createTraceExporter(options)
    const send = () => new Promise((resolve) => exporter.export([], resolve))
    collector.reply(401)

    await send()
    now = 59_000
    await send()
    now = 60_000
    await send()
    collector.reply(200)
    now = 200_000
    await send()
    exporter.cut()

    const lost = { event: 'traces-not-sent', spans: 0, reason: 'http-401' }
    expect(telemetry.warnings).toEqual([lost, lost])
  })

  it('cuts what hangs', async () => {
    const telemetry = listen()
    const exporter = createTraceExporter({ otlpUrl: collector.url, timeoutMs: 500, telemetry })
    const arrived = createGate()
    collector.reply(null)

    const sending = new Promise((resolve) => exporter.export([], resolve)).then(arrived.open)
    await expect.poll(() => collector.requests.length).toBe(1)
    exporter.cut()
    await sending

    expect(telemetry.warnings).toEqual([{ event: 'traces-not-sent', spans: 0, reason: 'ECONNRESET' }])
  })

  it('adds the path for traces to an address without one', () => {
    expect(toTraceUrl('http://127.0.0.1:4318')).toBe('http://127.0.0.1:4318/v1/traces')
    expect(toTraceUrl('https://collector.example/tenant/traces?x=1')).toBe(
      'https://collector.example/tenant/traces?x=1',
    )
  })
})

function fail(failure: Error): never {
  throw failure
}

async function* breaking(failure: Error): AsyncGenerator<number> {
  yield 1
  throw failure
}
