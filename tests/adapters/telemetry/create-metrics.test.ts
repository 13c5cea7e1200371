import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../../src/adapters/telemetry/create-metrics.ts'
import { readPrometheus, sampleOf } from './read-prometheus.ts'

const open = () => createMetrics({ version: '1.2.3', measuresProcess: false })

describe('metrics', () => {
  it('counts by label, in the text format of Prometheus', async () => {
    const metrics = open()

    metrics.count('kiku_feedback_total', { verdict: 'up' })
    metrics.count('kiku_feedback_total', { verdict: 'up' })
    metrics.count('kiku_feedback_total', { verdict: 'down' })

    const { contentType, text } = await metrics.read()
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(sampleOf(text, 'kiku_feedback_total', { verdict: 'up' })).toBe(2)
    expect(sampleOf(text, 'kiku_feedback_total', { verdict: 'down' })).toBe(1)
    expect(sampleOf(text, 'kiku_build_info', { version: '1.2.3' })).toBe(1)
  })

  it('sorts durations into buckets that fit what is measured', async () => {
    const metrics = open()

    for (const seconds of [0.0009, 0.003, 0.003, 7])
      metrics.observe('kiku_search_seconds', seconds, { namespace: 'tool' })

    const { text } = await metrics.read()
    const labels = { namespace: 'tool' }
    expect(sampleOf(text, 'kiku_search_seconds_bucket', { ...labels, le: '0.001' })).toBe(1)
    expect(sampleOf(text, 'kiku_search_seconds_bucket', { ...labels, le: '0.004' })).toBe(3)
    expect(sampleOf(text, 'kiku_search_seconds_bucket', { ...labels, le: '+Inf' })).toBe(4)
    expect(sampleOf(text, 'kiku_search_seconds_sum', labels)).toBeCloseTo(7.0069)
  })

  it('gives no text of others a series of its own, whoever hands it in', async () => {
    const metrics = open()
    const hostile = 'secret"} 1\nkiku_feedback_total{verdict="up'

    metrics.count('kiku_feedback_total', { verdict: hostile, user: 'U1' })
    metrics.count('kiku_tool_calls_total', { tool: 'office__削除', outcome: 'done' })
    metrics.count('kiku_http_requests_total', { method: hostile, route: '*', status: '999' })
    metrics.observe('kiku_stage_seconds', 1, { stage: hostile })

    const { text } = await metrics.read()
    expect(text).not.toContain('secret')
    expect(text).not.toContain('U1')
    expect(sampleOf(text, 'kiku_feedback_total', { verdict: 'other' })).toBe(1)
    expect(sampleOf(text, 'kiku_tool_calls_total', { tool: 'other', outcome: 'done' })).toBe(1)
    expect(sampleOf(text, 'kiku_http_requests_total', { method: 'other', route: 'other', status: 'other' })).toBe(1)
    expect(sampleOf(text, 'kiku_stage_seconds_count', { stage: 'other' })).toBe(1)
  })

  it('bounds how many values of a form it takes', async () => {
    const metrics = open()

    for (let number = 0; number < 500; number += 1) {
      metrics.count('kiku_tool_calls_total', { tool: `tool_${number}`, outcome: 'done' })
    }

    const samples = readPrometheus((await metrics.read()).text).filter(({ name }) => name === 'kiku_tool_calls_total')
    expect(samples).toHaveLength(61)
    expect(samples.find(({ labels }) => labels.tool === 'other')?.value).toBe(440)
  })

  it('takes no duration for what is none', async () => {
    const metrics = open()

    metrics.observe('kiku_search_seconds', Number.NaN, { namespace: 'tool' })
    metrics.observe('kiku_search_seconds', -1, { namespace: 'tool' })

    const { text } = await metrics.read()
    expect(sampleOf(text, 'kiku_search_seconds_count', { namespace: 'tool' })).toBe(1)
    expect(sampleOf(text, 'kiku_search_seconds_sum', { namespace: 'tool' })).toBe(0)
  })

  it('tells of the process: memory, event loop, collection of garbage', async () => {
    const metrics = createMetrics({ version: '1.2.3' })

    const { text } = await metrics.read({ kiku_ready: 1, kiku_passages: 1_234 })

    expect(sampleOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
    expect(sampleOf(text, 'nodejs_eventloop_lag_p99_seconds')).toBeDefined()
    expect(text).toContain('# TYPE nodejs_gc_duration_seconds histogram')
    expect(sampleOf(text, 'kiku_ready')).toBe(1)
    expect(sampleOf(text, 'kiku_passages')).toBe(1_234)
  })

  it('keeps registries apart', async () => {
    const [one, other] = [open(), open()]

    one.count('kiku_feedback_total', { verdict: 'up' })

    expect(sampleOf((await other.read()).text, 'kiku_feedback_total', { verdict: 'up' })).toBeUndefined()
  })
})
