import { createWorldChannel, type NewChannel, type WorldChannel } from './world-channel.ts'
import { createWorldUser, type NewUser, type WorldUser } from './world-user.ts'

/** Ids of the workspace that every server begins with. */
export const TEAM = 'T0HOME'
export const OTHER_TEAM = 'T0PARTNER'
export const BOT_USER = 'U0KIKU'
export const BOT = 'B0KIKU'

/** People of the first workspace, by what they are. */
export const PEOPLE = {
  alice: 'U0ALICE',
  bob: 'U0BOB',
  yuki: 'U0YUKI',
  singleChannelGuest: 'U0GUEST1',
  multiChannelGuest: 'U0GUEST2',
  deactivated: 'U0GONE',
  stranger: 'U0STRANGER',
  otherBot: 'U0OTHERBOT',
} as const

/** Channels of the first workspace; Kiku is in all but `notJoined` and `secret`. */
export const CHANNELS = {
  general: 'C0GENERAL',
  japanese: 'C0NIHONGO',
  private: 'C0PRIVATE',
  shared: 'C0SHARED',
  organisation: 'C0ORG',
  pending: 'C0PENDING',
  guests: 'C0GUESTS',
  notJoined: 'C0ELSEWHERE',
  secret: 'C0SECRET',
  group: 'G0GROUP',
  aliceDirect: 'D0ALICE',
  yukiDirect: 'D0YUKI',
} as const

/** Who and what there is in the workspace. Changes here are quiet: no event tells of them. */
export interface World {
  readonly team: string
  readonly teamName: string
  readonly url: string
  readonly users: ReadonlyMap<string, WorldUser>
  readonly channels: ReadonlyMap<string, WorldChannel>
  user(id: string): WorldUser
  channel(id: string): WorldChannel
  addUser(user: NewUser): WorldUser
  changeUser(id: string, change: Partial<NewUser>): WorldUser
  addChannel(channel: NewChannel): WorldChannel
  changeChannel(id: string, change: Partial<Omit<NewChannel, 'id' | 'members'>>): WorldChannel
  removeChannel(id: string): void
  join(user: string, channel: string): void
  leave(user: string, channel: string): void
  isMember(user: string, channel: string): boolean
  /** The direct message between a person and Kiku, made where there is none. */
  directMessage(user: string): WorldChannel
}

export function createWorld(): World {
  const users = new Map<string, WorldUser>()
  const channels = new Map<string, WorldChannel>()
  let made = 0

  const world: World = {
    team: TEAM,
    teamName: 'home',
    url: 'https://home.slack.com/',
    users,
    channels,
    user: (id) => find(users, id, 'user'),
    channel: (id) => find(channels, id, 'channel'),
    addUser(user) {
      const added = createWorldUser({ id: `U0NEW${++made}`, team: TEAM, ...user })
      users.set(added.id, added)
      return added
    },
    changeUser(id, change) {
      const changed = { ...find(users, id, 'user'), ...change, id }
      users.set(id, changed)
      return changed
    },
    addChannel(channel) {
      const added = createWorldChannel({ id: `C0NEW${++made}`, ...channel })
      channels.set(added.id, added)
      return added
    },
    changeChannel(id, change) {
      const before = find(channels, id, 'channel')
      const changed = { ...before, ...change, id }
      channels.set(id, changed)
      return changed
    },
    removeChannel: (id) => void channels.delete(id),
    join: (user, channel) => void find(channels, channel, 'channel').members.add(find(users, user, 'user').id),
    leave: (user, channel) => void find(channels, channel, 'channel').members.delete(user),
    isMember: (user, channel) => channels.get(channel)?.members.has(user) ?? false,
    directMessage(user) {
      for (const channel of channels.values()) if (channel.kind === 'im' && channel.user === user) return channel
      const members = [find(users, user, 'user').id, BOT_USER]
      return world.addChannel({ id: `D0NEW${++made}`, kind: 'im', user, members })
    },
  }
  fill(world)
  return world
}

function find<T>(items: ReadonlyMap<string, T>, id: string, what: string): T {
  const item = items.get(id)
  if (item === undefined) throw new Error(`The Slack peer has no ${what} ${id}.`)
  return item
}

function fill(world: World): void {
  world.addUser({ id: BOT_USER, name: 'kiku', kind: 'bot', botId: BOT })
  world.addUser({ id: PEOPLE.alice, name: 'alice', realName: 'Alice Adams' })
  world.addUser({ id: PEOPLE.bob, name: 'bob', realName: 'Bob Brown' })
  world.addUser({ id: PEOPLE.yuki, name: 'yuki', realName: '田中雪', locale: 'ja-JP', utcOffset: 32_400 })
  world.addUser({ id: PEOPLE.singleChannelGuest, name: 'guest-one', kind: 'single-channel-guest' })
  world.addUser({ id: PEOPLE.multiChannelGuest, name: 'guest-two', kind: 'multi-channel-guest' })
  world.addUser({ id: PEOPLE.deactivated, name: 'gone', kind: 'deactivated' })
  world.addUser({ id: PEOPLE.stranger, name: 'partner', kind: 'stranger', team: OTHER_TEAM })
  world.addUser({ id: PEOPLE.otherBot, name: 'deploys', kind: 'bot', botId: 'B0OTHERBOT' })

  const { alice, bob, yuki, singleChannelGuest, multiChannelGuest, stranger, otherBot } = PEOPLE
  const staff = [alice, bob, yuki, BOT_USER]
  world.addChannel({ id: CHANNELS.general, name: 'general', members: [...staff, otherBot] })
  world.addChannel({ id: CHANNELS.japanese, name: '日本語', members: [alice, yuki, BOT_USER] })
  world.addChannel({ id: CHANNELS.private, name: 'board', kind: 'private', members: [alice, bob, BOT_USER] })
  world.addChannel({ id: CHANNELS.shared, name: 'partner', sharing: 'external', members: [...staff, stranger] })
  world.addChannel({ id: CHANNELS.organisation, name: 'whole-org', sharing: 'organisation', members: staff })
  world.addChannel({ id: CHANNELS.pending, name: 'soon-shared', sharing: 'pending', members: staff })
  world.addChannel({ id: CHANNELS.guests, name: 'guests', members: [...staff, singleChannelGuest, multiChannelGuest] })
  world.addChannel({ id: CHANNELS.notJoined, name: 'elsewhere', members: [alice, bob] })
  world.addChannel({ id: CHANNELS.secret, name: 'secret', kind: 'private', members: [alice] })
  world.addChannel({
    id: CHANNELS.group,
    kind: 'mpim',
    name: 'mpdm-alice--bob--kiku-1',
    members: [alice, bob, BOT_USER],
  })
  world.addChannel({ id: CHANNELS.aliceDirect, kind: 'im', user: alice, members: [alice, BOT_USER] })
  world.addChannel({ id: CHANNELS.yukiDirect, kind: 'im', user: yuki, members: [yuki, BOT_USER] })
}
