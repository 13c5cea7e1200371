import { describe, expect, it } from 'vitest'
import { createAudienceResolver } from '../../../../src/adapters/slack/directory/create-audience-resolver.ts'
import type { SlackChannel, SlackDirectory, SlackUser } from '../../../../src/adapters/slack/directory/directory.ts'
import { identity } from './scripted-api.ts'

const { signal } = new AbortController()
const PLACE = { team: 'T1', channel: 'C1', threadTs: '1.2' }
const DIRECT = { team: 'T1', channel: 'D1', threadTs: '1.2' }
const OWN = ['public', 'slack:T1:C1', 'thread:slack:T1:C1:1.2']
const OWN_DIRECT = ['public', 'slack:T1:D1', 'thread:slack:T1:D1:1.2']

const PEOPLE: readonly SlackUser[] = [
  person('U1'),
  person('U2'),
  person('UGUEST', { isOutsider: true }),
  person('USTRANGER', { team: 'T2', isOutsider: true }),
  person('UBOT', { team: 'T9', isBot: true, isOutsider: true }),
]

function person(id: string, fields: Partial<SlackUser> = {}): SlackUser {
  return {
    id,
    team: 'T1',
    name: id,
    locale: undefined,
    utcOffset: undefined,
    isBot: false,
    isOutsider: false,
    ...fields,
  }
}

interface Known {
  readonly channel?: Partial<SlackChannel>
  readonly members?: readonly string[] | undefined
  readonly channelsOf?: readonly string[]
}

function resolverOf(known: Known, changes: Partial<SlackDirectory> = {}) {
  const channel: SlackChannel = { id: 'C1', name: 'one', kind: 'public', isShared: false, ...known.channel }
  const directory: SlackDirectory = {
    findUser: async (user) => PEOPLE.find(({ id }) => id === user),
    peekUser: () => undefined,
    findChannel: async (id) => (id === 'D1' ? { id, name: id, kind: 'direct', isShared: false, user: 'U1' } : channel),
    listMembers: async () => known.members,
    listChannelsOf: async () => known.channelsOf ?? [],
    listOwnChannels: async () => [],
    forgetChannel() {},
    forgetUser() {},
    ...changes,
  }
  return createAudienceResolver({ directory, identity, timeoutMs: 20 })
}

const sorted = (labels: readonly string[]) => [...labels].sort()

describe('the readers of a reply in a channel', () => {
  it.each([['public'], ['private'], ['group']] as const)(
    'read the workspace where all in a %s channel are members',
    async (kind) => {
      const resolver = resolverOf({ channel: { kind }, members: ['UKIKU', 'U1', 'U2', 'UBOT'] })

      const { labels } = await resolver.forReply(PLACE, signal)

      expect(sorted(labels)).toEqual(sorted([...OWN, 'slack:T1']))
    },
  )

  it.each([
    ['a guest is there', { members: ['UKIKU', 'U1', 'UGUEST'] }],
    ['a stranger is there', { members: ['UKIKU', 'U1', 'USTRANGER'] }],
    ['somebody is there whom nobody knows', { members: ['UKIKU', 'U1', 'UUNKNOWN'] }],
    ['the channel is shared', { channel: { isShared: true }, members: ['UKIKU', 'U1'] }],
    ['the members cannot be read', { members: undefined }],
    ['the list of members is empty', { members: [] }],
    ['the list of members holds Kiku alone', { members: ['UKIKU'] }],
  ])('read no more than their channel when %s', async (_why, known) => {
    const { labels } = await resolverOf(known).forReply(PLACE, signal)

    expect(labels).toEqual(OWN)
  })

  it('read no more than their channel when Slack does not know it, fails or is late', async () => {
    const failing = { findChannel: () => Promise.reject(new Error('broken')) }
    const late = { listMembers: () => new Promise<never>(() => {}) }
    const members = ['UKIKU', 'U1']

    const unknown = await resolverOf({ members }, { findChannel: async () => undefined }).forReply(PLACE, signal)
    const broken = await resolverOf({ members }, failing).forReply(PLACE, signal)
    const inVain = await resolverOf({ members }, late).forReply(PLACE, signal)

    expect([unknown.labels, broken.labels, inVain.labels]).toEqual([OWN, OWN, OWN])
  })

  it('read no more than their channel when it is another workspace’s', async () => {
    const resolver = resolverOf({ members: ['UKIKU', 'U1'] })

    const { labels } = await resolver.forReply({ ...PLACE, team: 'T2' }, signal)

    expect(labels).toEqual(['public', 'slack:T2:C1', 'thread:slack:T2:C1:1.2'])
  })
})

describe('the reader of a direct message', () => {
  const direct = (fields: Partial<SlackUser> = {}) =>
    resolverOf({ channelsOf: ['C1', 'C2'] }, { findUser: async () => person('U1', fields) })

  it('reads the workspace, the channels that the person is in, and what is the person’s own', async () => {
    const { labels } = await direct().forReply(DIRECT, signal)

    expect(sorted(labels)).toEqual(
      sorted([...OWN_DIRECT, 'person:slack:T1:U1', 'slack:T1', 'slack:T1:C1', 'slack:T1:C2']),
    )
  })

  it('reads no workspace as a guest', async () => {
    const { labels } = await direct({ isOutsider: true }).forReply(DIRECT, signal)

    expect(sorted(labels)).toEqual(sorted([...OWN_DIRECT, 'person:slack:T1:U1', 'slack:T1:C1', 'slack:T1:C2']))
  })

  it('carries the label of the person’s own workspace', async () => {
    const { labels } = await direct({ team: 'T2', isOutsider: true }).forReply(DIRECT, signal)

    expect(labels).toContain('person:slack:T2:U1')
  })

  it('reads the direct message alone while nobody knows the person', async () => {
    const resolver = resolverOf({ channelsOf: ['C1'] }, { findUser: async () => undefined })

    const { labels } = await resolver.forReply(DIRECT, signal)

    expect(labels).toEqual(OWN_DIRECT)
  })
})

describe('one person for whom alone a reply is shown', () => {
  const personal = ['public', 'person:slack:T1:U1', 'slack:T1']

  it('reads the place where it is shown as one of its members', async () => {
    const byList = resolverOf({ members: ['U1'] })
    const byChannels = resolverOf({ channelsOf: ['C1'] })

    const first = await byList.forPerson('U1', PLACE, signal)
    const second = await byChannels.forPerson('U1', PLACE, signal)

    expect(sorted(first.labels)).toEqual(sorted([...personal, 'slack:T1:C1', 'thread:slack:T1:C1:1.2']))
    expect(sorted(second.labels)).toEqual(sorted(first.labels))
  })

  it('does not read a place that the person is not known to be in', async () => {
    const { labels } = await resolverOf({ members: ['U2'] }).forPerson('U1', PLACE, signal)

    expect(sorted(labels)).toEqual(sorted(personal))
  })

  it('reads the person’s own direct message, and nobody else’s', async () => {
    const own = await resolverOf({}).forPerson('U1', DIRECT, signal)
    const others = await resolverOf({}).forPerson('U2', DIRECT, signal)

    expect(own.labels).toContain('slack:T1:D1')
    expect(others.labels).not.toContain('slack:T1:D1')
  })

  it('reads nothing but the public as a bot or a person whom nobody knows', async () => {
    const resolver = resolverOf({ channelsOf: ['C2'] })

    expect((await resolver.forPerson('UBOT', PLACE, signal)).labels).toEqual(['public'])
    expect((await resolver.forPerson('UNOBODY', PLACE, signal)).labels).toEqual(['public'])
  })
})

describe('giving up', () => {
  it('ends with the reason of who asked', async () => {
    const controller = new AbortController()
    const resolver = resolverOf({}, { findChannel: () => new Promise(() => {}) })

    const asked = resolver.forReply(PLACE, controller.signal)
    controller.abort(new Error('enough'))

    await expect(asked).rejects.toThrow('enough')
  })
})
