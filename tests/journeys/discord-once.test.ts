import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, type DiscordMessage, PEOPLE } from '../fakes/discord/discord-server.ts'
import { type DiscordService, findFlaws, isComplete, startDiscordService } from '../fakes/discord-service.ts'
import { readTurns } from '../fakes/journey-store.ts'
import { seededRandom } from '../fakes/seeded-random.ts'
import { pause } from '../fakes/surface-service.ts'

/** Milliseconds for which a call hangs, so that the process is killed in it. */
const LONG_MS = 700
const ROOMS = [CHANNELS.general, CHANNELS.board, CHANNELS.japanese, CHANNELS.guests, CHANNELS.announcements] as const
const OPEN_THREAD = 'POST /channels/:channel/messages/:message/threads'
const POST = 'POST /channels/:channel/messages'
const EDIT = 'PATCH /channels/:channel/messages/:message'

type Moment = (word: string) => Promise<DiscordMessage>

describe('a service that is killed again and again', () => {
  let service: DiscordService
  const random = seededRandom(77)
  const asked: DiscordMessage[] = []
  const told: string[] = []
  const regretted: DiscordMessage[] = []

  beforeAll(async () => {
    service = await startDiscordService({ environment: { KIKU_DISCORD_REMEMBER: 'true' } })
  })
  afterAll(() => service.end())

  function ask(word: string): DiscordMessage {
    const channel = ROOMS[asked.length % ROOMS.length] ?? CHANNELS.general
    const text = `<@${BOT_USER}> How long is the warranty on the compressor ${word}?`
    return service.discord.say({ user: PEOPLE.alice, channel, text })
  }

  function askDirectly(word: string): DiscordMessage {
    return service.discord.say({ user: PEOPLE.alice, text: `How long is the warranty on the compressor ${word}?` })
  }

  /** Somebody says something that is no question. */
  function tell(word: string): void {
    const text = `The lift ${word} is repaired on Monday. エレベーター${word}は月曜日に直ります。`
    told.push(text)
    service.discord.say({ user: PEOPLE.bob, channel: CHANNELS.general, text })
  }

  async function askUntil(route: string, question: () => DiscordMessage): Promise<DiscordMessage> {
    const { length } = service.discord.callsOf(route)
    const said = question()
    await service.discord.waitFor(() => service.discord.callsOf(route).length > length, `a call of ${route}`)
    return said
  }

  /** What stands of Kiku's in the thread of a question, or replies to it where it stands. */
  const standing = ({ id, channelId }: DiscordMessage) =>
    service
      .standing()
      .filter((message) => message.channelId === id || (message.channelId === channelId && isReply(message, id)))
  const isReply = ({ reference }: DiscordMessage, id: string) => reference?.messageId === id

  const answered = (said: DiscordMessage) =>
    service.discord.waitFor(() => standing(said).some(isComplete), `an answer to ${said.content}`, 20_000)

  const moments: readonly (readonly [string, Moment])[] = [
    ['as soon as a question was written', async (word) => ask(word)],
    [
      'while it opens a thread, of which it never hears',
      async (word) => {
        service.discord.faults.push({ path: /\/threads$/, method: 'POST', delayMs: LONG_MS })
        return askUntil(OPEN_THREAD, () => ask(word))
      },
    ],
    [
      'as soon as a thread stands',
      async (word) => {
        const said = await askUntil(OPEN_THREAD, () => ask(word))
        await service.discord.waitFor(() => service.discord.world.channels.has(said.id), 'a thread')
        return said
      },
    ],
    [
      'before the first word',
      async (word) => {
        service.hold(word, 0)
        const said = askDirectly(word)
        await service.discord.waitFor(() => service.wasAsked(word), 'a question to the model')
        return said
      },
    ],
    [
      'while it posts the first words, of which it never hears',
      async (word) => {
        service.hold(word, 7)
        service.discord.faults.push({ path: /\/messages$/, method: 'POST', delayMs: LONG_MS })
        return askUntil(POST, () => ask(word))
      },
    ],
    [
      'in the middle of an answer',
      async (word) => {
        service.hold(word, 7)
        const said = ask(word)
        await service.discord.waitFor(() => standing(said).length > 0, 'the first words')
        return said
      },
    ],
    [
      'in the middle of an answer in a direct message',
      async (word) => {
        service.hold(word, 7)
        const said = askDirectly(word)
        await service.discord.waitFor(() => standing(said).length > 0, 'the first words')
        return said
      },
    ],
    [
      'between the last word and the last edit',
      async (word) => {
        service.hold(word, Number.POSITIVE_INFINITY)
        service.discord.faults.push({ path: /\/messages\/\d+$/, method: 'PATCH', delayMs: LONG_MS, drop: 'before' })
        return askUntil(EDIT, () => ask(word))
      },
    ],
    [
      'while it makes the last edit, of which it never hears',
      async (word) => {
        service.hold(word, Number.POSITIVE_INFINITY)
        service.discord.faults.push({ path: /\/messages\/\d+$/, method: 'PATCH', delayMs: LONG_MS })
        return askUntil(EDIT, () => ask(word))
      },
    ],
    [
      'as soon as an answer stands',
      async (word) => {
        const said = ask(word)
        await answered(said)
        return said
      },
    ],
  ]

  it.each(moments)('is killed %s', async (_name, begin) => {
    await service.start()
    const word = `model${asked.length}x`
    tell(word)
    asked.push(await begin(word))
    await pause(random() * 20)

    const { signal } = await service.kill('SIGKILL')

    expect(signal).toBe('SIGKILL')
  })

  it('is killed in the middle of answers to questions that are deleted, or edited, while it is off', async () => {
    await service.start()
    const [gone, goneDirectly, changed] = ['gone1x', 'gone2x', 'changed1x'].map((word) => {
      service.hold(word, 7)
      return word === 'gone2x' ? askDirectly(word) : ask(word)
    })
    if (gone === undefined || goneDirectly === undefined || changed === undefined) throw new Error('Nothing was said.')
    const { discord } = service
    await discord.waitFor(() => [gone, goneDirectly, changed].every((said) => standing(said).length > 0), 'first words')

    const { signal } = await service.kill('SIGKILL')
    discord.remove(gone)
    discord.remove(goneDirectly)
    discord.edit(changed, `${changed.content} (changed2x)`)

    expect(signal).toBe('SIGKILL')
    regretted.push(gone, goneDirectly)
    asked.push(changed)
  })

  it('answers everything once', async () => {
    await service.start()

    await Promise.all(asked.map(answered))
    await service.discord.idle({ quietMs: 300 })

    const flaws = asked.flatMap((said) => findFlaws(standing(said)).map((flaw) => `${said.content}: ${flaw}`))
    expect(flaws).toEqual([])
    expect(regretted.flatMap(standing)).toEqual([])
    expect(service.standing()).toHaveLength(asked.length)
    expect(service.wasAsked('changed2x')).toBe(true)
    expect(service.discord.pings).toEqual([])
  })

  it('remembers everything once, and leaves nothing to the next start', async () => {
    await service.kill('SIGTERM')

    const turns = await service.journey.inspect(readTurns)
    const unsettled = await service.journey.inspect(({ inbox }) => inbox.listUnsettled(0))

    expect(unsettled).toEqual([])
    expect(turns.filter(({ text }) => told.includes(text)).map(({ text }) => text)).toEqual(told)
  })
})
