import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import { createStatusLine } from '../../../../src/adapters/slack/reply/status-line.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'

describe('the status line of a reply in Slack', () => {
  it.each([
    ['en', 'Using files__create …'],
    ['ja', 'files__create を使っています…'],
  ] as const)('names the tool that is at work (%s)', async (locale, words) => {
    const shown: unknown[] = []
    let now = 0
    const options = {
      api: {
        async call<Result>(_method: string, { arguments: given, schema }: Call<Result>) {
          shown.push(given.loading_messages)
          return schema.parse({})
        },
      },
      host: { replies: createMemoryStore().replies },
      identity: { team: 'T1', user: 'UKIKU', bot: 'BKIKU', url: 'https://example.slack.com/' },
      clock: { now: () => now, elapsed: () => now },
      telemetry: silentTelemetry,
    }
    const place = { team: 'T1', channel: 'C1', threadTs: '1.1' }
    const asker = { team: 'T1', user: 'U1' }
    const task = { place, turnId: 'slack:T1:C1:1.1', ts: '1.1', asker, locale, isDirect: false, isResumed: false }
    const pace = { note() {}, take: () => true, miss() {}, settle() {}, hasMissed: () => false }
    const line = createStatusLine(options, task, pace, new AbortController().signal)

    for (const tools of [[], ['calculate', 'files__create']]) {
      now += 5_000
      line.keep({ status: { kind: 'thinking' }, stage: 'gather', tools })
      await new Promise((resolve) => setImmediate(resolve))
    }

    expect(shown).toEqual([[expect.stringMatching(/Searching|検索/)], [words]])
  })
})

interface Call<Result> {
  readonly arguments: Readonly<Record<string, unknown>>
  readonly schema: { parse(value: unknown): Result }
}
