import { takePage } from '../paginate.ts'
import type { PeerState } from '../peer-state.ts'
import { SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { BOT_USER } from '../world.ts'
import { conversationTypeOf, type WorldChannel, wireChannel } from '../world-channel.ts'
import { anyOf, forChannel, isTrue, type Method, need, visibleChannel } from './method.ts'

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.info': { run: info, scopes: forChannel('read') },
  'conversations.members': { run: listMembers, scopes: forChannel('read') },
  'conversations.list': { run: listChannels, scopes: forTypes },
  'users.conversations': { run: listChannelsOfUser, scopes: forTypes },
  'conversations.open': { run: open, scopes: anyOf('im:write', 'mpim:write') },
}

const READ_SCOPES: Readonly<Record<string, string>> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
}

/** Slack wants a scope for each kind that is asked for; one that is missing refuses the call. */
function forTypes(parameters: WireObject): readonly string[] {
  const scopes = typesOf(parameters).map((type) => READ_SCOPES[type] ?? 'channels:read')
  return [scopes.join('+')]
}

function typesOf(parameters: WireObject): readonly string[] {
  const types = (textOf(parameters.types) || 'public_channel').split(',').map((type) => type.trim())
  if (types.some((type) => READ_SCOPES[type] === undefined)) throw new SlackRefusal('invalid_types')
  return types
}

const wire = (channel: WorldChannel, { world }: PeerState) =>
  wireChannel(channel, { isMember: channel.members.has(BOT_USER), team: world.team })

function info(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel')
  const channel = visibleChannel(parameters.channel, state)
  const about = wire(channel, state)
  return { channel: isTrue(parameters.include_num_members) ? { ...about, num_members: channel.members.size } : about }
}

function listMembers(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'channel')
  const channel = visibleChannel(parameters.channel, state)
  const { items, nextCursor } = takePage([...channel.members], parameters, { usual: 100, most: 1000 })
  return { members: items, response_metadata: { next_cursor: nextCursor } }
}

function listChannels(parameters: WireObject, state: PeerState): WireObject {
  const types = typesOf(parameters)
  const isListed = (channel: WorldChannel) =>
    types.includes(conversationTypeOf(channel)) &&
    (channel.kind === 'public' || channel.members.has(BOT_USER)) &&
    !(isTrue(parameters.exclude_archived) && channel.isArchived)
  const listed = [...state.world.channels.values()].filter(isListed)
  const { items, nextCursor } = takePage(listed, parameters, { usual: 100, most: 1000 })
  return { channels: items.map((channel) => wire(channel, state)), response_metadata: { next_cursor: nextCursor } }
}

/** Channels of a person: the public ones, and of the others those that the app is in, too. */
function listChannelsOfUser(parameters: WireObject, state: PeerState): WireObject {
  const types = typesOf(parameters)
  const user = textOf(parameters.user) || BOT_USER
  if (!state.world.users.has(user)) throw new SlackRefusal('user_not_found')
  const isListed = (channel: WorldChannel) =>
    types.includes(conversationTypeOf(channel)) &&
    channel.members.has(user) &&
    (channel.kind === 'public' || channel.members.has(BOT_USER)) &&
    !(isTrue(parameters.exclude_archived) && channel.isArchived)
  const listed = [...state.world.channels.values()].filter(isListed)
  const { items, nextCursor } = takePage(listed, parameters, { usual: 100, most: 1000 })
  return { channels: items.map((channel) => wire(channel, state)), response_metadata: { next_cursor: nextCursor } }
}

function open(parameters: WireObject, state: PeerState): WireObject {
  const users = textOf(parameters.users)
    .split(',')
    .filter((user) => user !== '')
  if (parameters.channel !== undefined) return { channel: { id: visibleChannel(parameters.channel, state).id } }
  if (users.length === 0) throw new SlackRefusal('users_list_not_supplied')
  for (const id of users) {
    const user = state.world.users.get(id)
    if (user === undefined) throw new SlackRefusal('user_not_found')
    if (user.kind === 'deactivated') throw new SlackRefusal('user_disabled')
    if (user.kind === 'bot') throw new SlackRefusal('cannot_dm_bot')
  }
  const [only] = users
  if (users.length === 1 && only !== undefined) {
    return { no_op: false, already_open: false, channel: { id: state.world.directMessage(only).id } }
  }
  const group = state.world.addChannel({ kind: 'mpim', members: [...users, BOT_USER] })
  return { no_op: false, already_open: false, channel: { id: group.id } }
}
