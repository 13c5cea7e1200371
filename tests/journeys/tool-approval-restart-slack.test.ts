import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { CHANNELS, PEOPLE, type SlackMessage, visibleText } from '../fakes/slack/slack-server.ts'
import { type SlackService, startSlackService } from '../fakes/slack-service.ts'
import { createSlackTalk, type SlackTalk } from '../fakes/slack-talk.ts'
import { APPROVAL, askFor, BEGUN_BEFORE, booking, shownArguments } from '../fakes/tool-booking.ts'
import { BOOK, booked, startToolOffice, type ToolOffice } from '../fakes/tool-office.ts'
import { asScene } from '../fakes/tool-service.ts'

const { alice, yuki } = PEOPLE
const EN = chatWords('en').tools
const JA = chatWords('ja').tools

/** One service in three lives, each but the last ended by SIGKILL. */
describe('an approval in Slack, while the service is killed', () => {
  let office: ToolOffice
  let service: SlackService
  let talk: SlackTalk
  /** As it stood on a screen that has not been refreshed since. */
  const stale = (message: SlackMessage): SlackMessage => ({ ...message })
  const waiting = new Map<
    string,
    { readonly asked: Awaited<ReturnType<SlackTalk['ask']>>; readonly seen: SlackMessage }
  >()

  beforeAll(async () => {
    office = await startToolOffice()
    service = await startSlackService({ environment: { ...office.environment, ...APPROVAL.usual } })
    service.model.setScript(booking)
    talk = createSlackTalk(asScene(service))
  })
  afterAll(async () => {
    await service.end()
    await office.close()
  })

  async function ask(user: string, room: string, language: 'en' | 'ja' = 'en'): Promise<void> {
    const asked = await talk.ask({ user, channel: CHANNELS.japanese, text: askFor[language](room) })
    waiting.set(room, { asked, seen: stale(asked.answer) })
  }
  function about(room: string) {
    const found = waiting.get(room)
    if (found === undefined) throw new Error(`Nobody asked for ${room}.`)
    return found
  }
  const bookingsOf = (room: string) => office.bookings.filter((one) => one === room)
  const click = (user: string, on: SlackMessage) => talk.click({ user, on, actionId: ACTIONS.approve })
  /** Clicks without waiting for what the person alone is told. */
  const approve = (user: string, room: string) =>
    service.slack.click({ user, on: about(room).asked.answer, actionId: ACTIONS.approve })

  it('is asked for with the exact arguments, before anything is done', async () => {
    await service.start()
    await ask(alice, 'lotus')
    await ask(alice, 'maple')
    await ask(yuki, 'kaede', 'ja')

    const shown = visibleText(about('lotus').asked.answer)
    const shownJapanese = visibleText(about('kaede').asked.answer)
    await service.kill('SIGKILL')

    expect(shown).toContain(EN.wouldCall(BOOK))
    expect(shown).toContain(shownArguments('lotus'))
    expect(shownJapanese).toContain(JA.wouldCall(BOOK))
    expect(shownJapanese).toContain(shownArguments('kaede'))
    expect(office.bookings).toEqual([])
  })

  it('is given by the asker alone in the next process, once', async () => {
    service.journey.configure(APPROVAL.short)
    await service.start()
    const { asked, seen } = about('lotus')
    const refused = await click(yuki, asked.answer)
    const bookingsOfOthers = [...office.bookings]

    await approve(alice, 'lotus')
    const answer = await talk.answerTo(asked.said, 2)
    await service.slack.idle()
    const late = await click(alice, seen)
    await service.slack.idle()

    expect(refused.text).toBe(JA.notYours)
    expect(bookingsOfOthers).toEqual([])
    expect(visibleText(answer)).toContain(booked('lotus').slice(0, -1))
    expect(late.text).toBe(EN.decisions.decided)
    expect(office.bookings).toEqual(['lotus'])
    expect(talk.answersTo(asked.said)).toHaveLength(2)
  })

  it('is on its way when the process is killed in the middle of the calls', async () => {
    office.hold()
    await ask(alice, 'expired')
    await Promise.all([approve(alice, 'maple'), approve(yuki, 'kaede')])
    await service.slack.waitFor(() => office.bookings.length === 3, 'both calls')

    const { signal } = await service.kill('SIGKILL')
    office.release()
    await service.start()

    expect(signal).toBe('SIGKILL')
  })

  it.each([
    ['maple', 'en', alice, EN],
    ['kaede', 'ja', yuki, JA],
  ] as const)(
    'does not run what was under way a second time, and says so: %s (%s)',
    async (room, language, user, words) => {
      const { asked, seen } = about(room)

      const answer = await talk.answerTo(asked.said, 2)
      await service.slack.idle()
      const late = await click(user, seen)
      await service.slack.idle()

      expect(visibleText(answer)).toContain(BEGUN_BEFORE[language])
      expect(visibleText(answer)).not.toContain(booked(room).slice(0, -1))
      expect(late.text).toBe(words.decisions.decided)
      expect(bookingsOf(room)).toEqual([room])
    },
  )

  it('cannot be given any more when its time has passed meanwhile', async () => {
    const { asked } = about('expired')

    const late = await click(alice, asked.answer)
    await service.slack.idle()

    expect(late.text).toBe(EN.decisions.expired)
    expect(visibleText(asked.answer)).toContain(EN.decisions.expired)
    expect(JSON.stringify(asked.answer.blocks)).not.toContain(ACTIONS.approve)
    expect(bookingsOf('expired')).toEqual([])
  })
})
