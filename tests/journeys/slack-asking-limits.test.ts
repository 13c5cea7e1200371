import { afterEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { explainError } from '../../src/conversation/explain-error.ts'
import { type ErrorCode, KikuError } from '../../src/domain/errors.ts'
import { createGate, type Gate, pausing } from '../fakes/gate.ts'
import { answering, answerRequests } from '../fakes/journey-model.ts'
import { type SlackJourney, type SlackJourneyOptions, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, PEOPLE, type Said, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'
import { HOTEL_ANSWER, HOTEL_PIECES, HOTEL_QUESTION } from '../fakes/slow-answer.ts'

const { alice, bob, yuki } = PEOPLE
const { general, organisation, shared } = CHANNELS
const AT_ONCE = { script: answering({ content: HOTEL_ANSWER }) }

describe('when more is asked than can be answered', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  const open = async (options: SlackJourneyOptions) => {
    scene = await startSlackJourney(options)
    talk = createSlackTalk(scene)
  }
  afterEach(async () => {
    expect(scene.slack.pings).toEqual([])
    await scene.end()
  })

  const ask = (user: string, channel: string) => scene.slack.say({ user, channel, text: HOTEL_QUESTION })
  const firstReply = async ({ channel, threadTs }: Said) =>
    visibleText(await scene.slack.waitFor(() => scene.slack.repliesIn(channel, threadTs)[0], 'a reply'))
  /** The sentences for a refusal, with any number of seconds. */
  const refusal = (code: ErrorCode, language: 'en' | 'ja') => {
    const { message, remedy } = explainError(new KikuError(code, '', { details: { seconds: 77 } }), language)
    return new RegExp(`^${message}\n\n${remedy.replace('77', '([1-9]|[1-5]\\d|60)').replace(/[.]/g, '\\.')}\n\\[`)
  }

  it.each([
    [alice, 'en'],
    [yuki, 'ja'],
  ] as const)('asks one who asks too much to wait a while, and nobody else (%s)', async (user, language) => {
    await open({ model: AT_ONCE, environment: { KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: '2' } })
    for (const channel of [general, organisation]) await talk.answerTo(await ask(user, channel))

    const refused = await firstReply(await ask(user, shared))
    const other = await talk.answerTo(await ask(bob, shared))

    expect(refused).toMatch(refusal('rate-limited', language))
    expect(refused).toContain(`[${chatWords(language).tryAgain}]`)
    expect(visibleText(other)).toContain(HOTEL_ANSWER)
  })

  it('asks a channel in which much is asked to wait a while, and no other', async () => {
    await open({ model: AT_ONCE, environment: { KIKU_LIMITS_PER_CHANNEL_PER_MINUTE: '2' } })
    for (const user of [alice, bob]) await talk.answerTo(await ask(user, general))

    const refused = await firstReply(await ask(yuki, general))
    const elsewhere = await talk.answerTo(await ask(yuki, organisation))

    expect(refused).toMatch(refusal('channel-limited', 'ja'))
    expect(visibleText(elsewhere)).toContain(HOTEL_ANSWER)
  })

  describe('at once', () => {
    let gate: Gate
    const openBusy = async (more = {}) => {
      gate = createGate()
      let count = 0
      const script = answering(() => {
        count += 1
        return count === 1 ? pausing(HOTEL_PIECES, { 1: gate }) : { content: HOTEL_ANSWER }
      })
      const environment = { ...UNHURRIED, KIKU_LIMITS_CONCURRENT_ANSWERS: '1', ...more }
      await open({ model: { script }, environment })
    }
    const isShown = (said: Said, status: string) =>
      scene.slack.waitFor(
        () => scene.slack.statusOf(said.channel, said.threadTs) === status,
        `the status ${status} (${said.channel})`,
      )

    it('says who is next in line, and moves people up', async () => {
      await openBusy()
      const first = await ask(alice, general)
      await firstReply(first)

      const second = await ask(bob, organisation)
      await isShown(second, chatWords('en').waiting(1))
      const third = await ask(yuki, shared)
      await isShown(third, chatWords('ja').waiting(2))
      const worked = scene.model && answerRequests(scene.model).length
      gate.open()

      for (const said of [first, second, third]) {
        expect(visibleText(await talk.answerTo(said))).toContain(HOTEL_ANSWER)
        expect(scene.slack.statusOf(said.channel, said.threadTs)).toBe('')
      }
      expect(worked).toBe(1)
    })

    it('lets in the one behind who has deleted the question', async () => {
      await openBusy()
      await firstReply(await ask(alice, general))
      const second = await ask(bob, organisation)
      await isShown(second, chatWords('en').waiting(1))
      const third = await ask(yuki, shared)
      await isShown(third, chatWords('ja').waiting(2))

      await scene.slack.remove({ channel: organisation, ts: second.ts })
      gate.open()

      expect(visibleText(await talk.answerTo(third))).toContain(HOTEL_ANSWER)
      expect(scene.slack.repliesIn(organisation, second.ts)).toEqual([])
    })

    it('tells one for whom there is no room in the line, who can try again later', async () => {
      await openBusy({ KIKU_LIMITS_QUEUE_LENGTH: '1' })
      await firstReply(await ask(alice, general))
      const second = await ask(bob, organisation)
      await isShown(second, chatWords('en').waiting(1))

      const third = await ask(yuki, shared)
      const refused = await firstReply(third)
      gate.open()
      await talk.answerTo(second)
      const [reply] = scene.slack.repliesIn(shared, third.threadTs)
      if (reply !== undefined) await scene.slack.click({ user: yuki, actionId: ACTIONS.tryAgain, on: reply })

      expect(refused).toContain(explainError(new KikuError('queue-full', ''), 'ja').message)
      expect(visibleText(await talk.answerTo(third))).toContain(HOTEL_ANSWER)
    })
  })
})
