import { describe, expect, it } from 'vitest'
import { describeTelemetryGaps, telemetrySchema } from '../../../src/config/telemetry-schema.ts'

describe('settings of telemetry', () => {
  it('measure, and trace nothing, where nothing is said', () => {
    expect(telemetrySchema.parse(undefined)).toEqual({ metrics: true, otlpHeaders: {}, sampleRatio: 1 })
  })

  it.each([
    ['an address that is no web address', { otlpUrl: 'ftp://127.0.0.1/' }],
    ['a login in the address', { otlpUrl: 'https://user:pass@collector.example/' }],
    ['a header that would break the request', { otlpHeaders: { 'x-a': 'b\r\nx-c: d' } }],
    ['a name that is no header', { otlpHeaders: { 'x a:': 'b' } }],
    ['a share beyond the whole', { sampleRatio: 1.5 }],
    ['a key that does not exist', { otlpEndpoint: 'http://127.0.0.1:4318' }],
  ])('refuse %s', (_, settings) => {
    expect(telemetrySchema.safeParse(settings).success).toBe(false)
  })

  it.each([
    ['headers without a collector', { otlpHeaders: { 'x-key': 'abc' } }, /otlpUrl is not/],
    [
      'headers that can be read on the way',
      { otlpUrl: 'http://collector.example', otlpHeaders: { a: 'b' } },
      /unencrypted/,
    ],
  ])('point out %s', (_, settings, sentence) => {
    expect(describeTelemetryGaps(telemetrySchema.parse(settings))).toEqual([expect.stringMatching(sentence)])
  })

  it('find nothing odd in a collector on this machine, or one that is reached safely', () => {
    for (const otlpUrl of ['http://127.0.0.1:4318', 'https://collector.example']) {
      expect(describeTelemetryGaps(telemetrySchema.parse({ otlpUrl, otlpHeaders: { a: 'abc' } }))).toEqual([])
    }
  })
})
