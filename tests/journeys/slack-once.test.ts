import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTurns } from '../fakes/journey-store.ts'
import { seededRandom } from '../fakes/seeded-random.ts'
import { BOT_USER, CHANNELS, PEOPLE, type Said } from '../fakes/slack/slack-server.ts'
import { findFlaws, isComplete, pause, type SlackService, startSlackService } from '../fakes/slack-service.ts'

/** Milliseconds for which a call hangs, so that the process is killed in it. */
const LONG_MS = 700
const ROOMS = [CHANNELS.general, CHANNELS.private, CHANNELS.japanese, CHANNELS.guests, CHANNELS.shared] as const

/** A question on its way: Slack may not be told before the next process that it arrived. */
interface Asked {
  readonly saying: Promise<Said>
}

type Moment = (word: string) => Promise<Asked>

describe('a service that is killed again and again', () => {
  let service: SlackService
  const random = seededRandom(77)
  const asked: Asked[] = []
  const told: string[] = []
  let again: Said | undefined

  beforeAll(async () => {
    // Slack tries again until the next process is there.
    const slack = { retryDelaysMs: [300, 1_000, 2_000, ...Array<number>(12).fill(3_000)], ackTimeoutMs: 1_000 }
    service = await startSlackService({ slack, environment: { KIKU_SLACK_REMEMBER: 'true' } })
  })
  afterAll(() => service.end())

  function say(word: string): Promise<Said> {
    const channel = ROOMS[asked.length % ROOMS.length] ?? CHANNELS.general
    const text = `<@${BOT_USER}> How long is the warranty on the compressor ${word}?`
    return service.slack.say({ user: PEOPLE.alice, channel, text })
  }

  /** Somebody says something that is no question. */
  function tell(word: string): Promise<Said> {
    const text = `The lift ${word} is repaired on Monday. エレベーター${word}は月曜日に直ります。`
    told.push(text)
    return service.slack.say({ user: PEOPLE.bob, channel: CHANNELS.general, text })
  }

  async function sayUntil(word: string, method: string): Promise<Asked> {
    const { length } = service.slack.callsOf(method)
    const saying = say(word)
    await service.slack.waitFor(() => service.slack.callsOf(method).length > length, `a call of ${method}`)
    return { saying }
  }

  function answered({ channel, threadTs, message }: Said, answers = 1): Promise<unknown> {
    const count = () => service.slack.repliesIn(channel, threadTs).filter(isComplete).length
    return service.slack.waitFor(() => count() >= answers, `${answers} answers to ${message.text}`, 20_000)
  }

  const moments: readonly (readonly [string, Moment])[] = [
    [
      'before Slack is told that a question arrived',
      async (word) => {
        const { length } = service.slack.deliveries
        const saying = say(word)
        await service.slack.waitFor(() => service.slack.deliveries.length > length, 'a delivery')
        return { saying }
      },
    ],
    ['after Slack is told that a question arrived', async (word) => ({ saying: Promise.resolve(await say(word)) })],
    [
      'while Kiku finds out who will read the answer',
      async (word) => {
        service.slack.faults.push({ method: 'conversations.info', delayMs: LONG_MS })
        return sayUntil(word, 'conversations.info')
      },
    ],
    [
      'before the first word',
      async (word) => {
        service.hold(word, 0)
        const saying = say(word)
        await service.slack.waitFor(() => service.wasAsked(word), 'a question to the model')
        return { saying }
      },
    ],
    [
      'while a stream begins that nobody hears of',
      async (word) => {
        service.hold(word, 7)
        service.slack.faults.push({ method: 'chat.startStream', delayMs: LONG_MS })
        return sayUntil(word, 'chat.startStream')
      },
    ],
    [
      'in the middle of a stream',
      async (word) => {
        service.hold(word, 7)
        return sayUntil(word, 'chat.startStream')
      },
    ],
    [
      'between the end of a stream and the last change',
      async (word) => {
        service.hold(word, Number.POSITIVE_INFINITY)
        service.slack.faults.push({ method: 'chat.update', delayMs: LONG_MS, drop: 'before' })
        return sayUntil(word, 'chat.update')
      },
    ],
    [
      'while an answer is posted that nobody hears of',
      async (word) => {
        // A slow machine would stream it.
        const methods = ['chat.postMessage', 'chat.startStream'] as const
        const calls = () => methods.flatMap((method) => service.slack.callsOf(method)).length
        const begun = calls()
        for (const method of methods) service.slack.faults.push({ method, delayMs: LONG_MS })
        const saying = say(word)
        await service.slack.waitFor(() => calls() > begun, 'a call that shows the answer')
        service.slack.faults.length = 0
        return { saying }
      },
    ],
    [
      'as soon as an answer stands',
      async (word) => {
        const said = await say(word)
        await answered(said)
        return { saying: Promise.resolve(said) }
      },
    ],
  ]

  it.each(moments)('is killed %s', async (_name, begin) => {
    await service.start()
    const word = `model${asked.length}x`
    const telling = tell(word)
    const question = await begin(word)
    asked.push(question, { saying: telling })
    await pause(random() * 20)

    const { signal } = await service.kill('SIGKILL')

    expect(signal).toBe('SIGKILL')
  })

  it('is killed in the middle of an answer that was asked for again', async () => {
    const { slack } = service
    await service.start()
    const first = await say('again0x')
    await answered(first)
    const on = slack.repliesIn(first.channel, first.ts)[0]
    if (on === undefined) throw new Error('There is no answer.')
    service.hold('again0x', 7)
    const { length } = slack.callsOf('chat.startStream')
    await slack.click({ user: PEOPLE.bob, on, actionId: 'kiku_try_again' })
    await slack.waitFor(() => slack.callsOf('chat.startStream').length > length, 'a second answer')
    await pause(random() * 20)

    const { signal } = await service.kill('SIGKILL')

    expect(signal).toBe('SIGKILL')
    again = first
  })

  it('answers everything once', async () => {
    await service.start()
    const said = await Promise.all(asked.map(({ saying }) => saying))
    const questions = said.filter(({ message }) => message.text.includes(BOT_USER))
    if (again === undefined) throw new Error('Nothing was asked for again.')

    await Promise.all([...questions.map((question) => answered(question)), answered(again, 2)])
    await service.slack.idle({ quietMs: 300 })

    const flawsOf = ({ channel, threadTs, message }: Said, answers: number) =>
      findFlaws(service.slack.repliesIn(channel, threadTs), answers).map((flaw) => `${message.text}: ${flaw}`)
    expect(questions).toHaveLength(moments.length)
    expect(questions.flatMap((question) => flawsOf(question, 1))).toEqual([])
    expect(flawsOf(again, 2)).toEqual([])
  })

  it('remembers everything once, and leaves nothing to the next start', async () => {
    await service.kill('SIGTERM')

    const turns = await service.journey.inspect(readTurns)
    const unsettled = await service.journey.inspect(({ inbox }) => inbox.listUnsettled(0))

    expect(unsettled).toEqual([])
    expect(turns.filter(({ text }) => told.includes(text)).map(({ text }) => text)).toEqual(told)
  })
})
