import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { AskRequest, Kiku } from '../../src/kiku.ts'
import { readAnswer } from '../fakes/journey-answer.ts'
import { type Environment, type Journey, NEVER, startJourney } from '../fakes/journey-bench.ts'
import { purposeOf } from '../fakes/journey-model.ts'
import type { OllamaServer } from '../fakes/ollama-server.ts'
import type { ScriptedChat } from '../fakes/ollama-wire.ts'
import { askFor } from '../fakes/tool-booking.ts'
import { type Endless, type EndlessModel, startEndlessModel } from '../fakes/tool-endless-model.ts'
import { BOOK, booked, startToolOffice, type ToolOffice } from '../fakes/tool-office.ts'

const QUESTION = 'Please read the page of the office.'
const CLAIM = 'The office is open from nine to five [1].'
/** As the settings have it unless somebody says otherwise. */
const STEPS = 5
const CALLS = 8

const book = (room: string) => ({ name: BOOK, arguments: { room } })
const sum = (at: number) => ({ name: 'calculate', arguments: { expression: `${at} + 1` } })
const asText = JSON.stringify({ name: BOOK, arguments: { room: 'lotus' } })

/** What a model does step after step, from 0. */
type Script = (step: number) => ScriptedChat

const MISBEHAVIOURS: readonly (readonly [string, Script])[] = [
  ['calls what there is not', (step) => ({ toolCalls: [{ name: `launch_${step}`, arguments: { room: 'lotus' } }] })],
  [
    'calls with wrong arguments again and again',
    (step) => ({ toolCalls: [{ name: BOOK, arguments: { rooms: step } }] }),
  ],
  [
    'looks for tools and never calls one',
    (step) => ({ toolCalls: [{ name: 'search_tools', arguments: { words: `room ${step}` } }] }),
  ],
  ['calls without end', (step) => ({ toolCalls: [sum(step)] })],
  [
    'calls a thousand tools at once',
    (step) => ({ toolCalls: Array.from({ length: 1_000 }, (_, at) => sum(1_000 * step + at)) }),
  ],
  ['writes a call as text', () => ({ content: `<tool_call>${asText}</tool_call>` })],
  ['writes a call into a block of code', () => ({ content: `Sure:\n\`\`\`json\n${asText}\n\`\`\`` })],
  ['writes a Japanese sentence with a call in it', () => ({ content: `予約します。${asText}` })],
  ['breaks down', () => ({ status: 500, error: 'The GPU is gone.' })],
  ['is cut off in the middle', () => ({ toolCalls: [sum(1)], cutAfter: 0 })],
]

async function answerOf(kiku: Kiku, question: AskRequest): Promise<Answer> {
  for await (const event of kiku.ask(question, NEVER)) {
    if (event.kind === 'failed') throw event.error
    if (event.kind === 'done') return event.answer
  }
  throw new Error('There is no answer.')
}

describe('a model that misbehaves with tools', () => {
  let journey: Journey
  let office: ToolOffice
  let server: OllamaServer
  /** @returns how often it was asked to choose tools */
  const choosing = (script: Script) => {
    let step = 0
    server.setScript((body) => {
      if (purposeOf(body) === 'tools') return script(step++)
      return { content: purposeOf(body) === 'answer' ? CLAIM : '' }
    })
    return { steps: () => step }
  }
  beforeAll(async () => {
    office = await startToolOffice()
    journey = await startJourney()
    journey.configure(office.environment)
    server = await journey.connect()
    await journey.write(
      'office.md',
      '# Office\n\nThe office is open from nine to five. オフィスは9時から5時まで開いています。\n',
    )
    await journey.run(['ingest', 'documents'])
  })
  afterAll(async () => {
    await journey.end()
    await office.close()
  })

  it.each(MISBEHAVIOURS)(
    'ends within its limits, with an answer, and does nothing, where it %s',
    async (_what, script) => {
      const asked = choosing(script)

      const run = await journey.run(['ask', '--json', QUESTION])

      const answer = readAnswer(run)
      const calls: readonly unknown[] = JSON.parse(run.stdout).tools?.calls ?? []
      expect(run.code).toBe(0)
      expect(answer.answer).not.toBe('')
      expect(answer).not.toHaveProperty('pending')
      expect(asked.steps()).toBeLessThanOrEqual(STEPS)
      expect(calls.length).toBeLessThanOrEqual(CALLS)
      expect(office.bookings).toEqual([])
      expect(office.bookings).toEqual([])
    },
  )

  it('is held at the first call that changes something, of a thousand', async () => {
    const asked = choosing(() => ({ toolCalls: Array.from({ length: 1_000 }, (_, at) => book(`room${at}`)) }))

    const run = await journey.run(['ask', '--json', QUESTION])

    expect(readAnswer(run)).toMatchObject({
      kind: 'abstained',
      pending: { tool: BOOK, arguments: { room: 'room0' } },
      tools: { calls: [{ id: BOOK, outcome: 'awaiting-approval' }] },
    })
    expect(asked.steps()).toBe(1)
    expect(office.bookings).toEqual([])
  })

  describe('that never stops', () => {
    let endless: Endless
    let model: EndlessModel
    beforeAll(async () => {
      model = await startEndlessModel(server.url, () => endless)
      journey.configure({ KIKU_MODEL_HOSTS: model.url })
    })
    afterAll(async () => {
      journey.configure({ KIKU_MODEL_HOSTS: server.url })
      await model.close()
    })

    it.each(['argument', 'calls', 'words'] as const)('is not listened to any longer: %s', async (kind) => {
      endless = kind
      choosing(() => ({ content: 'DONE' }))
      const before = model.sent()

      const run = await journey.run(['ask', '--json', QUESTION])
      const sent = model.sent()

      expect(run.code).toBe(0)
      expect(readAnswer(run).answer).not.toBe('')
      expect(sent).toBeGreaterThan(before)
      expect(model.openStreams()).toBe(0)
    })
  })

  describe('about a call that was approved', () => {
    const approve = async (room: string, language: 'en' | 'ja', environment: Environment = {}) => {
      server.setScript((body) => {
        if (purposeOf(body) === 'tools') return { toolCalls: [book(room)] }
        return { content: purposeOf(body) === 'answer' ? `${booked(room)} [1]` : '' }
      })
      const kiku = await journey.open({ environment })
      const question = { text: askFor[language](room), search: 'auto', audience: [] } as const
      const { pending } = await answerOf(kiku, question)
      if (pending === undefined) throw new Error('Nothing waits for approval.')
      const answer = await answerOf(kiku, { ...question, approved: pending })
      await kiku.close()
      return answer
    }

    it.each([
      ['en', 'was run, and did not report success'],
      ['ja', '成功したとの報告がありません'],
    ] as const)('cannot claim that it was done where it failed (%s)', async (language, words) => {
      office.fail(409)

      const answer = await approve(`taken${language}`, language)

      expect(answer).toMatchObject({ kind: 'abstained', tools: { calls: [{ id: BOOK, outcome: 'failed' }] } })
      expect(answer.text).toContain(words)
      expect(answer.text).toContain('The room is taken.')
      expect(answer.text).not.toContain(booked(`taken${language}`).slice(0, -1))
    })

    it('cannot claim that it was done where nobody heard of it any more', async () => {
      office.hold()

      const answer = await approve('silent', 'en', { KIKU_TOOLS_SECONDS: '0.3' })

      expect(answer.text).toContain('did not report success. Please look whether it was done.')
      expect(answer.text).not.toContain(booked('silent').slice(0, -1))
      expect(office.bookings.filter((room) => room === 'silent')).toEqual(['silent'])
    })
  })
})
