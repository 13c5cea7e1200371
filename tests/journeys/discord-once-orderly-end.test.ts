import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/adapters/discord/interact/commands/definitions.ts'
import { BOT_USER, CHANNELS, type DiscordMessage, type Interaction, PEOPLE } from '../fakes/discord/discord-server.ts'
import { type DiscordService, findFlaws, isComplete, startDiscordService } from '../fakes/discord-service.ts'

const { alice, bob, yuki } = PEOPLE

describe('a service that is ended with SIGTERM in the middle of answers', () => {
  let service: DiscordService
  const asked: DiscordMessage[] = []
  let command: Interaction | undefined
  beforeAll(async () => {
    service = await startDiscordService({ environment: { KIKU_LIMITS_CONCURRENT_ANSWERS: '3' } })
    await service.start()
    await service.discord.waitFor(() => service.discord.commands().length > 0, 'the commands')
  })
  afterAll(() => service.end())

  const standing = ({ id }: DiscordMessage) => service.standing().filter(({ channelId }) => channelId === id)
  const shownOf = (one: Interaction) => service.standing().filter(({ interactionId }) => interactionId === one.id)

  it('lets what is nearly done end, takes every button that stops away, and goes', async () => {
    const { discord } = service
    // Three are being written, two of them for ever; two wait for their turn.
    service.hold('private0x', 6)
    command = await discord.slash({
      user: yuki,
      name: COMMANDS.ask,
      options: { question: 'How long is the warranty on the compressor private0x?', private: 'yes' },
      channel: CHANNELS.japanese,
    })
    await discord.waitFor(() => service.wasAsked('private0x'), 'the question of the command')
    for (const channel of [CHANNELS.general, CHANNELS.board, CHANNELS.japanese, CHANNELS.guests]) {
      const word = `model${asked.length}x`
      service.hold(word, asked.length === 1 ? Number.POSITIVE_INFINITY : 6)
      const text = `<@${BOT_USER}> How long is the warranty on the compressor ${word}?`
      asked.push(discord.say({ user: channel === CHANNELS.board ? bob : alice, channel, text }))
    }
    const [forEver, nearlyDone] = asked
    await discord.waitFor(() => service.wasAsked('model1x'), 'the question that is nearly done')
    await discord.waitFor(() => forEver && standing(forEver).length > 0, 'the first words')

    const end = await service.kill('SIGTERM')

    expect(end).toEqual({ code: 0, signal: null })
    expect(nearlyDone && findFlaws(standing(nearlyDone))).toEqual([])
    expect(service.standing().filter(({ components }) => JSON.stringify(components).includes('kiku-stop'))).toEqual([])
    expect(service.output()).not.toMatch(/Error|\bat .*:\d+:\d+/)
  })

  it('answers the rest when it is started again, everything once', async () => {
    const { discord } = service
    await service.start()

    await discord.waitFor(() => asked.every((said) => standing(said).some(isComplete)), 'answers to messages', 20_000)
    await discord.waitFor(() => command && shownOf(command).some(isComplete), 'an answer to the command', 20_000)
    await discord.idle({ quietMs: 300 })

    expect(asked.flatMap((said) => findFlaws(standing(said)))).toEqual([])
    expect(command && findFlaws(shownOf(command))).toEqual([])
    expect(service.standing()).toHaveLength(asked.length + 1)
  })
})
