import { PermissionFlagsBits as Bits } from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type DiscordServer,
  type DiscordServerOptions,
  GUILDS,
  startDiscordServer,
} from '../fakes/discord/discord-server.ts'
import { type Journey, type JourneyRun, startJourney } from '../fakes/journey-bench.ts'
import { TOKEN } from '../fakes/journey-discord.ts'

interface Examined {
  readonly use?: (discord: DiscordServer) => unknown
  readonly environment?: Readonly<Record<string, string>>
}

describe('kiku doctor', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney()
    await journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    await journey.run(['ingest', 'documents'])
  })
  afterAll(() => journey.end())

  /** What it says of Discord, line by line, with the exit code. */
  async function examine(
    use: (discord: DiscordServer, run: (argv: readonly string[]) => Promise<JourneyRun>) => unknown,
    environment: Readonly<Record<string, string>> = {},
    options: DiscordServerOptions = {},
  ) {
    const discord = await startDiscordServer({ token: TOKEN, ...options })
    try {
      const connection = { DISCORD_TOKEN: TOKEN, KIKU_DISCORD_API_URL: discord.apiUrl, ...environment }
      const run = (argv: readonly string[]) => journey.run(argv, { environment: connection })
      await use(discord, run)
      const changes = () => discord.calls.filter(({ method }) => method !== 'GET').length
      const before = changes()
      const { code, stdout, stderr } = await run(['doctor'])
      expect(changes()).toBe(before)
      expect(discord.greetings).toEqual([])
      expect(stdout + stderr).not.toContain(TOKEN)
      const lines = stdout.split('\n')
      const isSaid = (at: number) => / discord /.test(lines[at] ?? '')
      const said = lines.filter((line, at) => isSaid(at) || (/^ +→/.test(line) && isSaid(at - 1)))
      return { code, said: said.map((line) => line.trim().replace(/ +/g, ' ')) }
    } finally {
      await discord.close()
    }
  }

  it('finds nothing to mend where everything is set up', async () => {
    const { code, said } = await examine((_, run) => run(['discord', 'register']))

    expect(code).toBe(0)
    expect(said).toEqual([
      '✓ ok discord Kiku is kiku.',
      '✓ ok discord The Message Content intent is on.',
      '✓ ok discord People can add Kiku to their own account, too.',
      '✓ ok discord Kiku is in 2 servers and has the permissions that it needs.',
      '✓ ok discord The commands are registered everywhere.',
      '✓ ok discord The gateway at 127.0.0.1 can be reached.',
    ])
  })

  it.each<[string, Examined, number, readonly RegExp[]]>([
    [
      'no token',
      { environment: { DISCORD_TOKEN: '' } },
      0,
      [/off discord DISCORD_TOKEN is not set/, /→ Create an app/],
    ],
    [
      'a token of the past',
      { environment: { DISCORD_TOKEN: TOKEN.replace('Gabc', 'Habc') } },
      1,
      [/broken discord Discord does not know DISCORD_TOKEN/, /→ Press "Reset Token"/],
    ],
    [
      'a Discord that cannot be reached',
      { use: (discord) => discord.close() },
      1,
      [/ECONNREFUSED/, /→ Check the network/],
    ],
    [
      'a Discord in trouble',
      { use: ({ faults }) => faults.push({ path: /./, status: 503, times: 100 }) },
      1,
      [/broken discord \S+ is in trouble: it answers with 503/, /→ .*discordstatus/],
    ],
  ])('says in one finding what to do about %s', async (_, { use = () => {}, environment }, expected, lines) => {
    const { code, said } = await examine(use, environment)

    expect(said).toHaveLength(lines.length)
    for (const [at, line] of lines.entries()) expect(said[at]).toMatch(line)
    expect(code).toBe(expected)
  })

  it('says what works without the intents and installations that are off', async () => {
    const { code, said } = await examine(({ app }) => Object.assign(app, { messageContent: false, userInstall: false }))

    expect(code).toBe(0)
    const shown = said.join('\n')
    expect(shown).toMatch(/off discord The Message Content intent is off: mentions, direct messages, .* work/)
    expect(shown).toMatch(/→ Turn "Message Content Intent" on/)
    expect(shown).toMatch(/off discord People cannot add Kiku to their own account/)
    expect(shown).toMatch(/note discord The commands are not registered/)
  })

  it('names the permissions that Kiku lacks in a server, and connections that are too few, for Japanese readers, too', async () => {
    const { said } = await examine(
      ({ world }) => {
        const { roles } = world.guild(GUILDS.partner)
        for (const role of roles.values()) Object.assign(role, { permissions: Bits.ViewChannel | Bits.SendMessages })
      },
      { KIKU_DISCORD_SHARDS: '1', KIKU_LANGUAGE: 'ja' },
      { shards: 4 },
    )

    const shown = said.join('\n')
    expect(shown).toMatch(
      /注意 discord In Partner Kiku lacks: Create Public Threads, Send Messages in Threads, Read Mess/,
    )
    expect(shown).toContain(`guild_id=${GUILDS.partner}`)
    expect(shown).toMatch(/注意 discord discord\.shards is 1, but Discord recommends 4/)
  })
})
