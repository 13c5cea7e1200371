import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMAND_DEFINITIONS } from '../../src/adapters/discord/interact/commands/definitions.ts'
import { stringsFor } from '../../src/cli/strings/strings-for.ts'
import { BOT_USER, type DiscordServer, GUILDS, startDiscordServer } from '../fakes/discord/discord-server.ts'
import { type Journey, startJourney } from '../fakes/journey-bench.ts'
import { TOKEN } from '../fakes/journey-discord.ts'

const NAMES = COMMAND_DEFINITIONS.map(({ name }) => name).sort()
const EN = stringsFor('en').discord
const JA = stringsFor('ja').discord

describe('kiku discord, in the terminal,', () => {
  let journey: Journey
  let discord: DiscordServer
  beforeAll(async () => {
    journey = await startJourney()
    discord = await startDiscordServer({ token: TOKEN })
    journey.configure({ DISCORD_TOKEN: TOKEN, KIKU_DISCORD_API_URL: discord.apiUrl })
  })
  afterAll(async () => {
    await journey.end()
    await discord.close()
  })

  const run = (argv: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    journey.run(['discord', ...argv], { environment })
  const writes = () => discord.calls.filter(({ method }) => method !== 'GET').length
  const namesIn = (guild?: string) =>
    discord
      .commands(guild)
      .map(({ name }) => name)
      .sort()

  describe('invite', () => {
    it.each(['en', 'ja'] as const)('prints the links, and what each permission is for (%s)', async (language) => {
      const words = stringsFor(language).discord
      const { code, stdout } = await run(['invite'], { KIKU_LANGUAGE: language })

      expect(code).toBe(0)
      const links = stdout.match(/https:\S+/g)?.map((link) => Object.fromEntries(new URL(link).searchParams))
      expect(links).toEqual([
        expect.objectContaining({ client_id: BOT_USER, scope: 'bot applications.commands', integration_type: '0' }),
        { client_id: BOT_USER, scope: 'applications.commands', integration_type: '1' },
      ])
      expect(stdout).toContain(words.addToServer)
      expect(stdout).toContain(words.addToAccount)
      expect(stdout).toMatch(language === 'en' ? /View Channel +see the/ : /チャンネルを見る +質問される/)
    })

    it('has no link for accounts where people cannot add the app to theirs, and changes nothing', async () => {
      discord.app.userInstall = false
      const { stdout } = await run(['invite'])
      discord.app.userInstall = true

      expect(stdout).toContain(EN.noAccounts)
      expect(stdout.match(/https:\S+/g)).toHaveLength(1)
      expect(writes()).toBe(0)
    })
  })

  describe('register', () => {
    it('offers the commands everywhere at once, and writes nothing the second time', async () => {
      const first = await run(['register'])
      const after = writes()
      const second = await run(['register'], { KIKU_LANGUAGE: 'ja' })

      expect(first.stdout).toBe(`${EN.registration('registered', 0)}\n`)
      expect(second.stdout).toBe(`${JA.registration('unchanged', 0)}\n`)
      expect(namesIn()).toEqual(NAMES)
      expect(writes()).toBe(after)
    })

    it('offers them in some servers instead, for as long as the configuration says so', async () => {
      const { stdout, stderr } = await run(['register', '--guild', GUILDS.office, '--guild', GUILDS.partner])
      const kept = await run(['register', '--guild', GUILDS.office, '--guild', GUILDS.partner], {
        KIKU_DISCORD_REGISTER_IN: `${GUILDS.office},${GUILDS.partner}`,
      })

      expect(stdout).toBe(`${EN.registration('registered', 2)}\n`)
      expect(stderr).toContain(EN.keepServers)
      expect(kept.stdout).toBe(`${EN.registration('unchanged', 2)}\n`)
      expect(kept.stderr).toBe('')
      expect([namesIn(), namesIn(GUILDS.office), namesIn(GUILDS.partner)]).toEqual([[], NAMES, NAMES])
    })

    it('takes them away again', async () => {
      const { stdout } = await run(['register', '--remove', '--guild', GUILDS.office])
      const { stdout: everywhere } = await run(['register', '--remove'])

      expect(stdout).toBe(`${EN.registration('removed', 1)}\n`)
      expect(everywhere).toBe(`${EN.registration('removed', 0)}\n`)
      expect([namesIn(), namesIn(GUILDS.office), namesIn(GUILDS.partner)]).toEqual([[], [], NAMES])
    })
  })

  it.each([
    [
      'a server that Kiku is not in',
      ['register', '--guild', GUILDS.foreign],
      {},
      1,
      /refuses commands.*discord invite/,
    ],
    ['what is no id', ['register', '--guild', 'office'], {}, 2, /--guild is "office"/],
    ['no token', ['register'], { DISCORD_TOKEN: '' }, 2, /DISCORD_TOKEN is not set/],
    [
      'half a token',
      ['invite'],
      { DISCORD_TOKEN: TOKEN.slice(0, 30) },
      2,
      /DISCORD_TOKEN is no token of Discord.*Reset Token/,
    ],
    ['a token of the past', ['invite'], { DISCORD_TOKEN: TOKEN.replace('Gabc', 'Habc') }, 1, /refused.*DISCORD_TOKEN/],
  ])('says on one line what to do about %s', async (_, argv, environment, code, expected) => {
    const { stderr, stdout, code: actual } = await run(argv, environment)

    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(expected)
    expect({ code: actual, stdout }).toEqual({ code, stdout: '' })
    expect(stderr).not.toContain(TOKEN.slice(0, 20))
  })
})
