import { afterEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { createGate, type Gate, pausing } from '../fakes/gate.ts'
import { answering } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import type { SlackServerOptions } from '../fakes/slack/slack-server.ts'
import { BOT_USER, CHANNELS, PEOPLE, type SlackMessage, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const channel = CHANNELS.general
const range = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
const CODE = range(700).map((at) => `row_${at} = compute(row_${at - 1}, "some words here")`)
const LIMIT = 'In Zurich and London the limit is 190 euros [1].'
const LIST = range(160).map((at) => `${at}. ${LIMIT}`)
const ENGLISH = [
  'The company pays up to 140 euros per night for a hotel [1].',
  ['```python', ...CODE, '```'].join('\n'),
  LIST.join('\n'),
].join('\n\n')
const CARRY_OVER = '使わなかった有給休暇は翌年度に限り繰り越せます[1]。'
const JAPANESE = range(400)
  .map((at) => `${at}. ${CARRY_OVER}`)
  .join('\n')

/** Pieces of some hundred characters, as a quick model would send them. */
const inPieces = (text: string) => text.match(/[\s\S]{1,700}/gu) ?? []

describe('a long answer', () => {
  let scene: SlackJourney | undefined
  afterEach(async () => {
    expect(scene?.slack.pings).toEqual([])
    await scene?.end()
  })

  /** Has a question answered in pieces, waiting before some for what the reader must have seen until then. */
  async function answerSlowly(about: {
    readonly text: string
    readonly question: string
    readonly user: string
    readonly slack?: SlackServerOptions
    readonly pauses: readonly number[]
    readonly until: (slack: SlackJourney['slack'], pause: number) => boolean
  }) {
    const gates: Record<number, Gate> = Object.fromEntries(about.pauses.map((at) => [at, createGate()]))
    const script = answering(() => pausing(inPieces(about.text), gates))
    scene = await startSlackJourney({ model: { script }, environment: UNHURRIED, slack: about.slack ?? {} })
    const { slack } = scene
    const text = `<@${BOT_USER}> ${about.question}`
    const said = await slack.say({ user: about.user, channel, text })
    for (const [number, at] of about.pauses.entries()) {
      await slack.waitFor(() => about.until(slack, number), `what is seen at piece ${at}`)
      gates[at]?.open()
    }
    await createSlackTalk(scene).answerTo(said)
    await slack.idle()
    return { slack, said, replies: slack.repliesIn(channel, said.threadTs) }
  }

  const streams = (slack: SlackJourney['slack']) => slack.callsOf('chat.startStream').length
  const rowsIn = (text: string) => [...text.matchAll(/^row_(\d+) = /gm)].map(([, at]) => Number(at))
  const entriesIn = (text: string) => [...text.matchAll(/^(\d+)\. /gm)].map(([, at]) => Number(at))
  const expectClosingOnLastOnly = (replies: readonly SlackMessage[], language: 'en' | 'ja') => {
    const { sources, why, helpful, stop } = chatWords(language)
    const texts = replies.map(visibleText)
    for (const word of [`\n${sources}\n`, `[${why}]`, `[${helpful}]`]) {
      expect(texts.slice(0, -1).filter((text) => text.includes(word))).toEqual([])
      expect(texts.at(-1)).toContain(word)
    }
    expect(texts.filter((text) => text.includes(`[${stop}]`))).toEqual([])
  }
  const expectWholeCode = (replies: readonly SlackMessage[]) => {
    for (const text of replies.map(visibleText)) {
      const fences = text.match(/^```.*$/gm) ?? []
      expect(fences.filter((_, at) => at % 2 === 0)).toEqual(
        fences.filter((_, at) => at % 2 === 0).map(() => '```python'),
      )
      expect(fences.filter((_, at) => at % 2 === 1)).toEqual(fences.filter((_, at) => at % 2 === 1).map(() => '```'))
      expect(fences.length % 2).toBe(0)
    }
  }

  it('of 40,000 characters is streamed over several messages, and nothing of it is lost or said twice', async () => {
    expect(ENGLISH.length).toBeGreaterThan(40_000)

    const { slack, replies } = await answerSlowly({
      text: ENGLISH,
      question: 'What does the company pay for a hotel?',
      user: PEOPLE.alice,
      pauses: [10, 25, 45],
      until: (peer, pause) => streams(peer) > pause,
    })

    const text = replies.map(visibleText).join('\n')
    expect(streams(slack)).toBeGreaterThanOrEqual(3)
    expect(replies.length).toBeGreaterThanOrEqual(4)
    expect(rowsIn(text)).toEqual(range(CODE.length))
    expect(entriesIn(text)).toEqual(range(LIST.length))
    expect(text.match(/up to 140 euros per night for a hotel \[1\]/g)).toHaveLength(1)
    expectWholeCode(replies)
    expectClosingOnLastOnly(replies, 'en')
  })

  it('of 40,000 characters at once is shown in as many messages', async () => {
    const { replies } = await answerSlowly({
      text: ENGLISH,
      question: 'What does the company pay for a hotel?',
      user: PEOPLE.alice,
      pauses: [],
      until: () => true,
    })

    const text = replies.map(visibleText).join('\n')
    expect(rowsIn(text)).toEqual(range(CODE.length))
    expect(entriesIn(text)).toEqual(range(LIST.length))
    expectWholeCode(replies)
    expectClosingOnLastOnly(replies, 'en')
  })

  it('in Japanese keeps within the bytes that Slack takes', async () => {
    const { slack, replies } = await answerSlowly({
      text: JAPANESE,
      question: '使わなかった有給休暇は翌年度に繰り越せますか',
      user: PEOPLE.yuki,
      slack: { limits: { streamBytes: 11_000 } },
      pauses: [3, 6, 9, 12],
      until: (peer, pause) => peer.callsOf('chat.appendStream').length + streams(peer) > pause,
    })

    const text = replies.map(visibleText).join('\n')
    expect(slack.calls.some(({ error }) => error === 'msg_too_long')).toBe(true)
    expect(entriesIn(text)).toEqual(range(400))
    expect(text.match(new RegExp(CARRY_OVER.slice(0, -4), 'g'))?.length).toBeGreaterThanOrEqual(400)
    expectClosingOnLastOnly(replies, 'ja')
  })

  describe('whose stream Slack ends in the middle', () => {
    const isOver = (message: SlackMessage | undefined, lifeMs: number) =>
      message !== undefined && Date.now() - message.streamStartedAt > lifeMs + 50

    it('goes on elsewhere, and nothing of it is lost or said twice', async () => {
      const lifeMs = 400
      const list = LIST.slice(0, 40).join('\n')

      const { slack, replies } = await answerSlowly({
        text: list,
        question: 'What is the limit for a hotel in Zurich and London?',
        user: PEOPLE.alice,
        slack: { limits: { streamLifeMs: lifeMs } },
        pauses: [1, 2],
        until: (peer, pause) => {
          const begun = peer.messagesIn(channel).filter(({ streamStartedAt }) => streamStartedAt > 0)
          return pause === 0 ? isOver(begun[0], lifeMs) : isOver(begun.at(-1), lifeMs)
        },
      })

      expect(slack.calls.some(({ error }) => error === 'message_not_in_streaming_state')).toBe(true)
      expect(entriesIn(replies.map(visibleText).join('\n'))).toEqual(range(40))
      expectClosingOnLastOnly(replies, 'en')
    })

    it('is completed when nothing more came after that', async () => {
      const lifeMs = 300

      const { replies } = await answerSlowly({
        text: LIST.slice(0, 20).join('\n'),
        question: 'What is the limit for a hotel in Zurich and London?',
        user: PEOPLE.alice,
        slack: { limits: { streamLifeMs: lifeMs } },
        pauses: [2],
        until: (peer) =>
          isOver(
            peer.messagesIn(channel).findLast(({ streamStartedAt }) => streamStartedAt > 0),
            lifeMs,
          ),
      })

      expect(replies).toHaveLength(1)
      expect(entriesIn(replies.map(visibleText).join('\n'))).toEqual(range(20))
      expectClosingOnLastOnly(replies, 'en')
    })
  })
})
