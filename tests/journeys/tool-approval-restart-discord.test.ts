import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { type DiscordService, startDiscordService } from '../fakes/discord-service.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { APPROVAL, askFor, BEGUN_BEFORE, booking, shownArguments } from '../fakes/tool-booking.ts'
import { BOOK, booked, startToolOffice, type ToolOffice } from '../fakes/tool-office.ts'
import { asScene } from '../fakes/tool-service.ts'

const { alice, bob } = PEOPLE
const EN = chatWords('en').tools
const JA = chatWords('ja').tools

/** One service in three lives, each but the last ended by SIGKILL. */
describe('an approval in Discord, while the service is killed', () => {
  let office: ToolOffice
  let service: DiscordService
  let talk: DiscordTalk
  const waiting = new Map<string, { readonly answer: DiscordMessage; readonly seen: DiscordMessage['components'] }>()

  beforeAll(async () => {
    office = await startToolOffice()
    service = await startDiscordService({ environment: { ...office.environment, ...APPROVAL.usual } })
    service.model.setScript(booking)
    talk = createDiscordTalk(asScene(service))
  })
  afterAll(async () => {
    await service.end()
    await office.close()
  })

  async function ask(room: string, language: 'en' | 'ja' = 'en'): Promise<void> {
    const { answer } = await talk.ask({ user: alice, channel: CHANNELS.general, text: askFor[language](room) })
    waiting.set(room, { answer, seen: answer.components })
  }
  function about(room: string) {
    const found = waiting.get(room)
    if (found === undefined) throw new Error(`Nobody asked for ${room}.`)
    return found
  }
  const shownOf = (room: string) => visibleText(about(room).answer).replaceAll('\\', '')
  const bookingsOf = (room: string) => office.bookings.filter((one) => one === room)
  const becomes = (room: string, words: string) =>
    service.discord.waitFor(() => shownOf(room).includes(words), `"${words}"`)
  const approve = (room: string) => talk.click({ user: alice, on: about(room).answer, action: ACTIONS.approve })
  const press = (user: string, room: string) => talk.press({ user, on: about(room).answer, action: ACTIONS.approve })
  /** Clicks what stood there, on a screen that has not been refreshed since. */
  const pressLate = (room: string) => {
    const { answer, seen } = about(room)
    answer.components = seen
    return press(alice, room)
  }

  it('is asked for with the exact arguments, before anything is done', async () => {
    await service.start()
    await ask('lotus')
    await ask('maple')
    await ask('kaede', 'ja')

    const { signal } = await service.kill('SIGKILL')

    expect(signal).toBe('SIGKILL')
    expect(shownOf('lotus')).toContain(EN.wouldCall(BOOK))
    expect(shownOf('lotus')).toContain(shownArguments('lotus'))
    expect(shownOf('kaede')).toContain(JA.wouldCall(BOOK))
    expect(shownOf('kaede')).toContain(shownArguments('kaede'))
    expect(office.bookings).toEqual([])
  })

  it('is given by the asker alone in the next process, once', async () => {
    service.journey.configure(APPROVAL.short)
    await service.start()
    const refused = await press(bob, 'lotus')
    const bookingsOfOthers = [...office.bookings]

    await approve('lotus')
    await becomes('lotus', booked('lotus').slice(0, -1))
    await service.discord.idle()
    const late = await pressLate('lotus')
    await service.discord.idle()

    expect(refused.text).toBe(EN.notYours)
    expect(bookingsOfOthers).toEqual([])
    expect(late.text).toBe(EN.decisions.decided)
    expect(office.bookings).toEqual(['lotus'])
  })

  it('is on its way when the process is killed in the middle of the calls', async () => {
    office.hold()
    await ask('expired')
    await Promise.all([approve('maple'), approve('kaede')])
    await service.discord.waitFor(() => office.bookings.length === 3, 'both calls')

    const { signal } = await service.kill('SIGKILL')
    office.release()
    await service.start()

    expect(signal).toBe('SIGKILL')
  })

  it.each([
    ['maple', 'en'],
    ['kaede', 'ja'],
  ] as const)('does not run what was under way a second time, and says so: %s (%s)', async (room, language) => {
    await becomes(room, BEGUN_BEFORE[language])
    await service.discord.idle()
    const shown = shownOf(room)
    const late = await pressLate(room)
    await service.discord.idle()

    expect(shown).not.toContain(booked(room).slice(0, -1))
    expect(late.text).toBe(EN.decisions.decided)
    expect(bookingsOf(room)).toEqual([room])
  })

  it('cannot be given any more when its time has passed meanwhile', async () => {
    const late = await press(alice, 'expired')
    await service.discord.idle()

    expect(late.text).toBe(EN.decisions.expired)
    expect(shownOf('expired')).toContain(EN.decisions.expired)
    expect(JSON.stringify(about('expired').answer.components)).not.toContain(ACTIONS.approve)
    expect(bookingsOf('expired')).toEqual([])
    expect(service.discord.pings).toEqual([])
  })
})
