import { afterEach, describe, expect, it } from 'vitest'
import { CHANNELS, GUILDS, PEOPLE } from '../../../fakes/discord/discord-server.ts'
import { type Connected, type ConnectedOptions, createConnected, never } from './connected.ts'

const running: Connected[] = []

afterEach(async () => {
  for (const connected of running.splice(0)) await connected.close()
})

async function connect(options: ConnectedOptions = {}): Promise<Connected> {
  const connected = await createConnected(options)
  running.push(connected)
  return connected
}

async function start(options: ConnectedOptions = {}): Promise<Connected> {
  const connected = await connect(options)
  await connected.connection.start(never)
  return connected
}

describe('connectDiscord', () => {
  it('tells who Kiku is and hands over what people write', async () => {
    const { discord, connection, arrived, arrivals } = await start()

    discord.say({ user: PEOPLE.alice, channel: CHANNELS.general, text: `<@${connection.identity.user}> hello` })
    await arrived(2)

    expect(arrivals).toEqual([
      { kind: 'session-began' },
      {
        kind: 'message',
        message: expect.objectContaining({ text: 'hello', isMention: true, guild: GUILDS.office }),
      },
    ])
    expect(connection.identity).toMatchObject({ name: 'Kiku', hasMessageContent: true })
  })
})
