import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import * as compose from '../../src/compose.ts'
import {
  CHANNELS,
  type DiscordMessage,
  type DiscordServer,
  PEOPLE,
  startDiscordServer,
} from '../fakes/discord/discord-server.ts'
import type { Fault } from '../fakes/discord/rest/faults.ts'
import { createDiscordTalk } from '../fakes/discord-talk.ts'
import { type Journey, NEVER, startJourney } from '../fakes/journey-bench.ts'
import { startDiscordJourney, TOKEN } from '../fakes/journey-discord.ts'
import { TELLING } from '../fakes/slack-talk.ts'

const [, TIME = '', CHECK = ''] = TOKEN.split('.')
const CONFIDENTIAL = new RegExp(`${TIME}|${CHECK}|walrus`, 'i')

describe('Kiku that cannot come into Discord', () => {
  let journey: Journey
  let discord: DiscordServer
  beforeAll(async () => {
    journey = await startJourney()
  })
  beforeEach(async () => {
    discord = await startDiscordServer({ token: TOKEN })
    journey.configure({ DISCORD_TOKEN: TOKEN, KIKU_DISCORD_API_URL: discord.apiUrl })
  })
  afterEach(() => discord.close())
  afterAll(() => journey.end())

  /** Tries to come into Discord, and gives up after a few tries. @returns all that was said of it */
  async function tryToStart(): Promise<readonly string[]> {
    const config = journey.config({ KIKU_LOG_LEVEL: 'debug' })
    const { telemetry, close } = compose.openTelemetry(config)
    const kiku = await compose.openKiku(config, { mode: 'write', telemetry, signal: NEVER })
    const starting = kiku.startSurfaces()
    const hasEnded = starting.then(() => true)
    const tries = () => discord.calls.filter(({ fault }) => fault !== undefined).length
    await Promise.race([hasEnded, discord.waitFor(() => tries() > 2, 'three tries')])
    await kiku.close()
    const [start] = await starting
    close()
    expect(start).toMatchObject({ name: 'discord', error: { code: expect.any(String) } })
    return [inspect(start, { depth: 12, showHidden: true }), await journey.log()]
  }

  const application = /^\/applications\/@me/
  const gateway = /^\/gateway\/bot/
  const faults: readonly (readonly [string, Fault])[] = [
    ['that its token is wrong', { path: application, status: 401 }],
    ['that it is not allowed', { path: application, status: 403, code: 50_001 }],
    ['nonsense', { path: application, garbage: true }],
    ['nothing', { path: application, drop: 'before' }],
    ['the same where it asks for the gateway', { path: gateway, status: 401 }],
    ['nonsense there', { path: gateway, garbage: true }],
    ['that it is broken there', { path: gateway, status: 500 }],
  ]

  it.each(faults)(
    'tells no token in the error, the log and what doctor says when Discord says %s',
    async (_what, fault) => {
      discord.faults.push({ times: 100, ...fault })

      const told = await tryToStart()
      const { stdout, stderr } = await journey.run(['doctor'])

      expect(told.join('').length).toBeGreaterThan(100)
      expect([...told, stdout, stderr].filter((text) => CONFIDENTIAL.test(text))).toEqual([])
    },
  )

  it('tells no token where the gateway does not take it', async () => {
    discord.setToken(TOKEN.replace(CHECK, 'y'.repeat(CHECK.length)))

    expect((await tryToStart()).filter((text) => CONFIDENTIAL.test(text))).toEqual([])
  })

  it.each([
    [{ DISCORD_TOKEN: `Bot ${TOKEN}` }],
    [{ DISCORD_TOKEN: `"${TOKEN}"` }],
    [{ DISCORD_TOKEN: 'WalrusWalrusWalrusWalrusWalrus12' }],
    [{ DISCORD_TOKEN: 'mfa.Walrus-of-a-person' }],
    [{ DISCORD_TOKEN: 'https://discord.com/api/webhooks/1/Walrus' }],
    [{ KIKU_DISCORD_API_URL: `https://kiku:${TOKEN}@example.org/api` }],
    [{ KIKU_DISCORD_TOKEN: TOKEN }],
  ])('repeats no value of a wrong environment: case %#', async (environment) => {
    const argvs = [['doctor'], ['sources', 'list'], ['discord', 'invite']]
    const runs = await Promise.all(argvs.map((argv) => journey.run(argv, { environment })))

    expect(runs.map(({ stderr, stdout }) => stderr + stdout).filter((text) => CONFIDENTIAL.test(text))).toEqual([])
  })

  it('takes the token out of the configuration file for a mistake, and does not repeat it', async () => {
    const file = await journey.write('kiku.json', JSON.stringify({ discord: { token: TOKEN } }))

    const { code, stdout, stderr } = await journey.run(['--config', file, 'sources', 'list'])

    expect(code).not.toBe(0)
    expect(stdout + stderr).toMatch(/discord/)
    expect(stdout + stderr).not.toMatch(CONFIDENTIAL)
  })
})

describe('what Kiku keeps', () => {
  it('holds no token once everything is answered', async () => {
    const scene = await startDiscordJourney({ model: TELLING })
    try {
      const { discord, journey } = scene
      const talk = createDiscordTalk(scene)
      const [user, channel] = [PEOPLE.alice, CHANNELS.general]
      await discord.waitFor(() => discord.commands().length > 0, 'the commands')
      for (const isPrivate of ['yes', 'no']) {
        const options = { private: isPrivate }
        const { answer } = await talk.askByCommand({
          user,
          channel,
          question: 'How long does the warranty last?',
          options,
        })
        await discord.idle({ quietMs: 30 })
        const again = await talk.click({ user, on: answer, action: ACTIONS.tryAgain })
        const shown = () => [again.original, ...again.followUps].filter((one) => one !== undefined)
        const isAnswer = ({ components }: DiscordMessage) => JSON.stringify(components).includes(ACTIONS.helpful)
        const on = await discord.waitFor(() => shown().find(isAnswer), 'another answer')
        await talk.press({ user, on, action: ACTIONS.why })
      }
      await talk.use({ user, channel, name: 'search', options: { query: 'warranty '.repeat(20) } })
      await discord.idle()
      await scene.stop()

      const tokens = discord.told.flatMap(({ type, data }) => (type === 'INTERACTION_CREATE' ? String(data.token) : []))
      const kept = await journey.inspect(async ({ settings }) => JSON.stringify(await settings.list('')))
      const files = await readAll(journey.data)

      expect(tokens.length).toBeGreaterThan(6)
      expect(tokens.filter((token) => kept.includes(token))).toEqual([])
      expect(files.length).toBeGreaterThan(1)
      expect(files.filter(({ content }) => content.includes(TOKEN) || content.includes(CHECK))).toEqual([])
      expect(files.filter(({ content }) => tokens.some((token) => content.includes(token)))).toEqual([])
    } finally {
      await scene.end()
    }
  })

  async function readAll(folder: string): Promise<readonly { readonly name: string; readonly content: Buffer }[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    return await Promise.all(
      files.map(async ({ parentPath, name }) => ({ name, content: await readFile(join(parentPath, name)) })),
    )
  }
})
