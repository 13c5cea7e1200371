import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeRegistration } from '../../../../src/adapters/discord/install/change-registration.ts'
import { describeInvite } from '../../../../src/adapters/discord/install/describe-invite.ts'
import type { RestAccess } from '../../../../src/adapters/discord/install/with-rest-api.ts'
import { COMMAND_DEFINITIONS } from '../../../../src/adapters/discord/interact/commands/definitions.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import {
  APPLICATION,
  APPLICATION_ROUTE,
  answerWell,
  COMMANDS_ROUTE,
  ENOUGH,
  GOOD_APPLICATION,
  GUILDS_ROUTE,
  NOW,
  TOKEN,
} from './installed-app.ts'
import { type LocalDiscord, startLocalDiscord } from './local-discord.ts'

const GUILD = '1300000000000000101'
const GUILD_COMMANDS = `/applications/${APPLICATION}/guilds/${GUILD}/commands`
const { signal } = new AbortController()

describe('setting up Kiku in Discord', () => {
  let discord: LocalDiscord
  beforeEach(async () => {
    discord = await startLocalDiscord(NOW)
    answerWell(discord)
  })
  afterEach(() => discord.close())

  const access = (token: string | undefined = TOKEN): RestAccess => ({
    token,
    apiUrl: discord.apiUrl,
    clock: systemClock,
    telemetry: silentTelemetry,
  })
  const writes = () => discord.calls.filter(({ route }) => !route.startsWith('GET '))

  it('makes the links for servers and accounts, with the permissions that Kiku needs and no others', async () => {
    const { serverLink, personLink, permissions } = await describeInvite(access(), 'en', signal)

    expect(Object.fromEntries(new URL(serverLink).searchParams)).toEqual({
      client_id: APPLICATION,
      scope: 'bot applications.commands',
      permissions: ENOUGH,
      integration_type: '0',
    })
    expect(Object.fromEntries(new URL(personLink ?? '').searchParams)).toEqual({
      client_id: APPLICATION,
      scope: 'applications.commands',
      integration_type: '1',
    })
    expect(permissions.map(({ label }) => label)).toEqual([
      'View Channel',
      'Send Messages',
      'Create Public Threads',
      'Send Messages in Threads',
      'Read Message History',
    ])
  })

  it('explains the permissions in Japanese, too', async () => {
    const { permissions } = await describeInvite(access(), 'ja', signal)

    expect(permissions.filter(({ label, reason }) => !/[ぁ-ん]/.test(label + reason))).toEqual([])
    expect(permissions[0]).toEqual({ label: 'チャンネルを見る', reason: '質問されるチャンネルを見るため' })
  })

  it('has no link for accounts where the application is not meant for that', async () => {
    discord.answer(APPLICATION_ROUTE, { body: { ...GOOD_APPLICATION, integration_types_config: { '0': {} } } })

    expect(await describeInvite(access(), 'en', signal)).not.toHaveProperty('personLink')
  })

  it('leaves commands that are registered as they are', async () => {
    const outcome = await changeRegistration(access(), { guilds: [], isRemoval: false }, signal)

    expect(outcome).toBe('unchanged')
    expect(writes()).toEqual([])
  })

  it('registers commands everywhere where Discord has none', async () => {
    discord.answer(`GET ${COMMANDS_ROUTE}`, { body: [] })
    discord.answer(GUILDS_ROUTE, { body: [] })
    discord.answer(`PUT ${COMMANDS_ROUTE}`, { body: [] })

    const outcome = await changeRegistration(access(), { guilds: [], isRemoval: false }, signal)

    expect(outcome).toBe('registered')
    expect(writes()).toHaveLength(1)
    expect(writes()[0]?.body).toHaveLength(COMMAND_DEFINITIONS.length)
  })

  it.each([
    [[], COMMANDS_ROUTE],
    [[GUILD], GUILD_COMMANDS],
  ])('removes commands (%j)', async (guilds, route) => {
    discord.answer(`PUT ${route}`, { body: [] })

    const outcome = await changeRegistration(access(), { guilds, isRemoval: true }, signal)

    expect(outcome).toBe('removed')
    expect(writes()).toEqual([{ route: `PUT ${route}`, query: {}, token: TOKEN, body: [] }])
  })

  it.each([
    [403, 50_001],
    [404, 10_004],
  ])('explains a server that Kiku is not in (%i)', async (status, code) => {
    discord.answer(`GET ${GUILD_COMMANDS}`, { status, body: { code, message: 'No' } })

    const changing = changeRegistration(access(), { guilds: [GUILD], isRemoval: false }, signal)

    await expect(changing).rejects.toMatchObject({
      code: 'surface-refused',
      message: `Discord refuses commands of Kiku in the server ${GUILD}.`,
      remedy: expect.stringContaining('kiku discord invite'),
    })
  })

  it('says what is missing without a token', async () => {
    const { token: _token, ...others } = access()

    const describing = describeInvite({ ...others, token: undefined }, 'en', signal)

    await expect(describing).rejects.toMatchObject({ code: 'config-invalid', message: 'DISCORD_TOKEN is not set.' })
    expect(discord.calls).toEqual([])
  })
})
