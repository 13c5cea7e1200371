import { takePage } from '../paginate.ts'
import type { PeerState } from '../peer-state.ts'
import { reactionEvent } from '../reaction-events.ts'
import { SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { BOT, BOT_USER } from '../world.ts'
import { wireUser } from '../world-user.ts'
import { anyOf, isTrue, type Method, need, ownChannel } from './method.ts'

export const peopleMethods: Readonly<Record<string, Method>> = {
  'auth.test': { run: testAuth, scopes: anyOf() },
  'apps.connections.open': { run: openConnection, scopes: anyOf() },
  'users.info': { run: readUser, scopes: anyOf('users:read') },
  'users.list': { run: listUsers, scopes: anyOf('users:read') },
  'reactions.add': { run: addReaction, scopes: anyOf('reactions:write') },
  'reactions.remove': { run: removeReaction, scopes: anyOf('reactions:write') },
  'files.info': { run: readFile, scopes: anyOf('files:read') },
}

function testAuth(_parameters: WireObject, { world }: PeerState): WireObject {
  return {
    url: world.url,
    team: world.teamName,
    user: world.user(BOT_USER).name,
    team_id: world.team,
    user_id: BOT_USER,
    bot_id: BOT,
    is_enterprise_install: false,
  }
}

function openConnection(_parameters: WireObject, state: PeerState): WireObject {
  return { url: `${state.baseUrl().replace('http', 'ws')}/link/?ticket=${state.store.nextTs()}&app_id=A0KIKU` }
}

function readUser(parameters: WireObject, { world }: PeerState): WireObject {
  need(parameters, 'user')
  const user = world.users.get(textOf(parameters.user))
  if (user === undefined) throw new SlackRefusal('user_not_found')
  return { user: wireUser(user, { home: world.team, withLocale: isTrue(parameters.include_locale) }) }
}

function listUsers(parameters: WireObject, { world }: PeerState): WireObject {
  const { items, nextCursor } = takePage([...world.users.values()], parameters, { usual: 1000, most: 1000 })
  const withLocale = isTrue(parameters.include_locale)
  return {
    members: items.map((user) => wireUser(user, { home: world.team, withLocale })),
    cache_ts: Math.floor(Date.now() / 1000),
    response_metadata: { next_cursor: nextCursor },
  }
}

function addReaction(parameters: WireObject, state: PeerState): WireObject {
  const { message, users, name } = reactedTo(parameters, state)
  if (users.has(BOT_USER)) throw new SlackRefusal('already_reacted')
  message.reactions.set(name, users.add(BOT_USER))
  state.echo(reactionEvent({ message, user: BOT_USER, name, isAdded: true }, state), message.channel)
  return {}
}

function removeReaction(parameters: WireObject, state: PeerState): WireObject {
  const { message, users, name } = reactedTo(parameters, state)
  if (!users.delete(BOT_USER)) throw new SlackRefusal('no_reaction')
  if (users.size === 0) message.reactions.delete(name)
  state.echo(reactionEvent({ message, user: BOT_USER, name, isAdded: false }, state), message.channel)
  return {}
}

function reactedTo(parameters: WireObject, state: PeerState) {
  need(parameters, 'channel', 'timestamp', 'name')
  const channel = ownChannel(parameters.channel, state)
  const name = textOf(parameters.name)
  if (!/^[\w+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackRefusal('invalid_name')
  const message = state.store.find(channel.id, textOf(parameters.timestamp))
  if (message === undefined) throw new SlackRefusal('message_not_found')
  return { message, name, users: message.reactions.get(name) ?? new Set<string>() }
}

function readFile(parameters: WireObject, { files }: PeerState): WireObject {
  need(parameters, 'file')
  const file = files.find(textOf(parameters.file))
  if (file === undefined) throw new SlackRefusal('file_not_found')
  if (file.isDeleted) throw new SlackRefusal('file_deleted')
  return { file: file.wire }
}
