import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSlackApi } from '../../../../src/adapters/slack/api/create-slack-api.ts'
import { createAudienceResolver } from '../../../../src/adapters/slack/directory/create-audience-resolver.ts'
import { createDirectory } from '../../../../src/adapters/slack/directory/create-directory.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import {
  BOT,
  BOT_USER,
  CHANNELS,
  PEOPLE,
  type SlackServer,
  startSlackServer,
  TEAM,
} from '../../../fakes/slack/slack-server.ts'

let server: SlackServer
const { signal } = new AbortController()

beforeEach(async () => {
  server = await startSlackServer()
})

afterEach(() => server.close())

function connect() {
  const identity = { team: TEAM, user: BOT_USER, bot: BOT, url: server.world.url }
  const common = { clock: systemClock, telemetry: silentTelemetry }
  const api = createSlackApi({ token: server.botToken, apiUrl: server.apiUrl, ...common })
  // What is looked up is not a matter of how quick the machine is.
  const timeoutMs = 30_000
  const directory = createDirectory({ api, identity, timeoutMs, ...common })
  return { directory, resolver: createAudienceResolver({ directory, identity, timeoutMs }) }
}

const placeIn = (channel: string) => ({ team: TEAM, channel, threadTs: '1700000000.000100' })

it.each([
  ['general', true],
  ['japanese', true],
  ['private', true],
  ['group', true],
  ['shared', false],
  ['organisation', false],
  ['pending', false],
  ['guests', false],
] as const)('knows of the channel %s whether all its readers are members', async (name, isOpen) => {
  const { labels } = await connect().resolver.forReply(placeIn(CHANNELS[name]), signal)

  expect(labels.includes(`slack:${TEAM}`)).toBe(isOpen)
  expect(labels).toContain(`slack:${TEAM}:${CHANNELS[name]}`)
})

it('knows what the reader of a direct message may read', async () => {
  const { labels } = await connect().resolver.forReply(placeIn(CHANNELS.yukiDirect), signal)

  const shared = [
    CHANNELS.general,
    CHANNELS.japanese,
    CHANNELS.shared,
    CHANNELS.organisation,
    CHANNELS.pending,
    CHANNELS.guests,
  ]
  const expected = ['public', `person:slack:${TEAM}:${PEOPLE.yuki}`, `slack:${TEAM}`]
  const channels = [...shared, CHANNELS.yukiDirect].map((channel) => `slack:${TEAM}:${channel}`)
  expect([...labels].sort()).toEqual(
    [...expected, ...channels, `thread:slack:${TEAM}:${CHANNELS.yukiDirect}:1700000000.000100`].sort(),
  )
})

it('asks Slack once for what many answers depend on', async () => {
  const { resolver } = connect()

  await Promise.all(
    Array.from({ length: 40 }, () => resolver.forReply(placeIn(CHANNELS.general), new AbortController().signal)),
  )
  await resolver.forReply(placeIn(CHANNELS.general), signal)

  expect(server.callsOf('conversations.info')).toHaveLength(1)
  expect(server.callsOf('conversations.members')).toHaveLength(1)
  expect(server.callsOf('users.info')).toHaveLength(4)
})

it('reads the people of a large channel from the list of the workspace', async () => {
  const members = Array.from({ length: 700 }, (_, index) => server.world.addUser({ id: `U0BIG${index}` }).id)
  server.world.addChannel({ id: 'C0BIG', members: [BOT_USER, ...members] })

  const { labels } = await connect().resolver.forReply(placeIn('C0BIG'), signal)

  expect(labels).toContain(`slack:${TEAM}`)
  expect(server.callsOf('users.info')).toHaveLength(0)
  expect(server.callsOf('users.list').length).toBeLessThanOrEqual(2)
})

it('tells names and languages', async () => {
  const { directory } = connect()

  expect(await directory.findUser(PEOPLE.yuki, signal)).toMatchObject({ name: 'yuki', locale: 'ja', utcOffset: 32_400 })
  expect(await directory.findUser(PEOPLE.stranger, signal)).toMatchObject({ isOutsider: true, team: 'T0PARTNER' })
  expect((await directory.listOwnChannels(signal)).map(({ id }) => id)).not.toContain(CHANNELS.notJoined)
})

it('narrows what may be read when the app lacks a scope', async () => {
  server.setScopes(['chat:write', 'channels:read'])

  const { labels } = await connect().resolver.forReply(placeIn(CHANNELS.general), signal)

  expect(labels).toEqual([
    'public',
    `slack:${TEAM}:${CHANNELS.general}`,
    `thread:slack:${TEAM}:${CHANNELS.general}:1700000000.000100`,
  ])
})
