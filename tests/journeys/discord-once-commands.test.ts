import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { COMMANDS } from '../../src/adapters/discord/interact/commands/definitions.ts'
import { CHANNELS, type DiscordMessage, type Interaction, PEOPLE } from '../fakes/discord/discord-server.ts'
import { type DiscordService, findFlaws, isComplete, startDiscordService } from '../fakes/discord-service.ts'
import { seededRandom } from '../fakes/seeded-random.ts'
import { pause } from '../fakes/surface-service.ts'

/** Milliseconds for which a call hangs, so that the process is killed in it. */
const LONG_MS = 700
const RESPONSE = 'PATCH /webhooks/:app/:token/messages/:message'
const { general, guests, japanese } = CHANNELS
const { alice, bob, yuki } = PEOPLE

type Moment = (word: string) => Promise<Interaction>

describe('a service that is killed while it serves commands', () => {
  let service: DiscordService
  const random = seededRandom(78)
  const used: Interaction[] = []

  beforeAll(async () => {
    service = await startDiscordService({})
  })
  afterAll(() => service.end())

  async function start(): Promise<void> {
    await service.start()
    await service.discord.waitFor(() => service.discord.commands().length > 0, 'the commands')
  }

  const ask = (word: string, more: { channel?: string; user?: string; isPrivate?: boolean } = {}) =>
    service.discord.slash({
      user: more.user ?? alice,
      name: COMMANDS.ask,
      options: {
        question: `How long is the warranty on the compressor ${word}?`,
        private: more.isPrivate === true ? 'yes' : 'no',
      },
      channel: more.channel ?? general,
    })

  /** What stands of Kiku's that answers a command or click. */
  const standing = ({ id }: Interaction) => service.standing().filter(({ interactionId }) => interactionId === id)

  const answered = (interaction: Interaction) =>
    service.discord.waitFor(() => standing(interaction).some(isComplete), 'an answer to a command', 20_000)

  async function untilWords(interaction: Interaction): Promise<Interaction> {
    await service.discord.waitFor(() => standing(interaction).some(({ content }) => content !== ''), 'the first words')
    return interaction
  }

  async function untilEdited(act: () => Promise<Interaction>): Promise<Interaction> {
    const { length } = service.discord.callsOf(RESPONSE)
    const interaction = await act()
    await service.discord.waitFor(() => service.discord.callsOf(RESPONSE).length > length, 'an edit')
    return interaction
  }

  function tryAgain(on: DiscordMessage | undefined): Promise<Interaction> {
    if (on === undefined) throw new Error('There is no answer.')
    return service.discord.click({ user: bob, on, customId: new RegExp(`^${ACTIONS.tryAgain}:`) })
  }

  const moments: readonly (readonly [string, Moment])[] = [
    ['as soon as a command is acknowledged', (word) => ask(word)],
    ['as soon as a private command is acknowledged', (word) => ask(word, { isPrivate: true, user: yuki })],
    [
      'in the middle of an answer',
      async (word) => {
        service.hold(word, 7)
        return untilWords(await ask(word, { channel: guests }))
      },
    ],
    [
      'in the middle of an answer that one person alone sees',
      async (word) => {
        service.hold(word, 7)
        return untilWords(await ask(word, { isPrivate: true, user: yuki, channel: japanese }))
      },
    ],
    [
      'while it makes the last edit of a private answer, of which it never hears',
      (word) => {
        service.discord.faults.push({ path: /\/messages\/@original$/, method: 'PATCH', delayMs: LONG_MS })
        return untilEdited(() => ask(word, { isPrivate: true }))
      },
    ],
    [
      'as soon as an answer stands',
      async (word) => {
        const interaction = await ask(word)
        await answered(interaction)
        return interaction
      },
    ],
    ['as soon as a click on a button is acknowledged', () => tryAgain(used[2]?.original)],
    [
      'in the middle of an answer that was asked for again',
      async () => {
        service.hold('model5x', 7)
        return untilWords(await tryAgain(used[5]?.original))
      },
    ],
  ]

  it.each(moments)('is killed %s', async (_name, begin) => {
    await start()
    used.push(await begin(`model${used.length}x`))
    await pause(random() * 5)

    const { signal } = await service.kill('SIGKILL')

    expect(signal).toBe('SIGKILL')
  })

  it('is killed while it reads what it is to sum up', async () => {
    await start()
    const on = service.discord.say({ user: bob, channel: general, text: 'The lift is repaired on Monday.' })
    service.discord.faults.push({ path: /\/messages$/, method: 'GET', delayMs: LONG_MS, times: 20 })
    used.push(await service.discord.messageCommand({ user: alice, name: COMMANDS.summarise, on }))
    await pause(100)

    const { signal } = await service.kill('SIGKILL')

    expect(signal).toBe('SIGKILL')
  })

  it('answers everything once', async () => {
    await start()

    await Promise.all(used.map(answered))
    await service.discord.idle({ quietMs: 300 })

    const questions = used.slice(0, moments.length)
    expect(
      questions.flatMap((one, at) => findFlaws(standing(one)).map((flaw) => `${moments[at]?.[0]}: ${flaw}`)),
    ).toEqual([])
    expect(used.filter((one) => standing(one).length !== 1)).toEqual([])
    expect(service.standing()).toHaveLength(used.length)
    expect(used.filter(({ isLoading }) => isLoading)).toEqual([])
  })

  it('leaves nothing to the next start', async () => {
    await service.kill('SIGTERM')

    const unsettled = await service.journey.inspect(({ inbox }) => inbox.listUnsettled(0))
    const open = await service.journey.inspect(({ settings }) => settings.list('discord:open:'))
    const pending = await service.journey.inspect(({ settings }) => settings.list('discord:pending:'))

    expect(unsettled).toEqual([])
    expect([...open, ...pending]).toEqual([])
  })
})
