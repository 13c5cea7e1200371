import { ChannelType } from 'discord.js'
import { applicationFlags } from '../gateway/ready.ts'
import type { PeerState } from '../peer-state.ts'
import { DiscordRefusal, unknown } from '../refusal.ts'
import type { Route } from '../rest/route.ts'
import { compact, listOf, textOf, type WireObject } from '../wire.ts'
import { basePermissions } from '../world/permissions.ts'
import type { WorldGuild } from '../world/world-guild.ts'
import { wireUser } from '../world/world-user.ts'

export const APPLICATION_ROUTES: readonly Route[] = [
  { name: 'GET /gateway', isOpen: true, run: (_request, { baseUrl }) => ({ url: gatewayUrl(baseUrl()) }) },
  {
    name: 'GET /gateway/bot',
    run: (_request, { baseUrl, maxConcurrency, shards }) => ({
      url: gatewayUrl(baseUrl()),
      shards,
      session_start_limit: { total: 1_000, remaining: 999, reset_after: 14_400_000, max_concurrency: maxConcurrency },
    }),
  },
  { name: 'GET /applications/@me', run: (_request, state) => wireApplication(state) },
  { name: 'GET /oauth2/applications/@me', run: (_request, state) => wireApplication(state) },
  {
    name: 'GET /users/@me',
    run: (_request, { world }) => ({
      ...wireUser(world.user(world.appId)),
      verified: true,
      mfa_enabled: true,
      locale: 'en-US',
      email: null,
      flags: 0,
    }),
  },
  {
    name: 'GET /users/@me/guilds',
    run({ query }, { world }) {
      const after = query.get('after')
      const guilds = [...world.guilds.values()].filter(({ isBotIn }) => isBotIn)
      return guilds
        .filter(({ id }) => after === null || BigInt(id) > BigInt(after))
        .sort((first, second) => (BigInt(first.id) < BigInt(second.id) ? -1 : 1))
        .slice(0, Number(query.get('limit') ?? 200))
        .map((guild) => wireOwnGuild(guild, world.appId))
    },
  },
  {
    name: 'POST /users/@me/channels',
    run({ body }, state) {
      const { world } = state
      const recipient = textOf(body.recipient_id)
      const user = world.users.get(recipient)
      if (listOf(body.access_tokens).length > 0) throw new DiscordRefusal(400, 50024, 'Not of bots')
      if (user === undefined) throw unknown('User')
      if (user.isBot) throw new DiscordRefusal(403, 50007, 'Cannot send messages to this user')
      return wireDirect(state, recipient)
    },
  },
  {
    name: 'GET /users/:user',
    run({ param }, { world }) {
      const user = world.users.get(param('user'))
      if (user === undefined) throw unknown('User')
      return wireUser(user)
    },
  },
]

const gatewayUrl = (baseUrl: string) => `${baseUrl.replace('http', 'ws')}/gateway`

/** https://discord.com/developers/docs/resources/application#application-object */
function wireApplication({ app, world }: PeerState): WireObject {
  const guild = { oauth2_install_params: { scopes: ['applications.commands', 'bot'], permissions: '0' } }
  const user = { oauth2_install_params: { scopes: ['applications.commands'], permissions: '0' } }
  const guilds = [...world.guilds.values()].filter(({ isBotIn }) => isBotIn)
  return compact({
    id: world.appId,
    name: 'Kiku',
    icon: null,
    description: '',
    type: null,
    bot: wireUser(world.user(world.appId)),
    bot_public: true,
    bot_require_code_grant: false,
    owner:
      world.users.size > 1
        ? wireUser([...world.users.values()].find(({ isBot }) => !isBot) ?? world.user(world.appId))
        : undefined,
    team: null,
    verify_key: '0'.repeat(64),
    flags: applicationFlags(app),
    tags: [],
    install_params: app.guildInstall ? guild.oauth2_install_params : undefined,
    integration_types_config: { ...(app.guildInstall ? { 0: guild } : {}), ...(app.userInstall ? { 1: user } : {}) },
    interactions_endpoint_url: null,
    approximate_guild_count: guilds.length,
    approximate_user_install_count: [...world.users.values()].filter(({ hasInstalled }) => hasInstalled).length,
  })
}

function wireOwnGuild(guild: WorldGuild, appId: string): WireObject {
  const { id, name, ownerId } = guild
  const own = guild.members.get(appId)
  const permissions = String(own === undefined ? 0n : basePermissions(guild, own))
  return { id, name, icon: null, banner: null, owner: ownerId === appId, permissions, features: [] }
}

function wireDirect({ world }: PeerState, userId: string): WireObject {
  const { id, lastMessageId } = world.directMessage(userId)
  const recipients = [wireUser(world.user(userId))]
  return { id, type: ChannelType.DM, last_message_id: lastMessageId, recipients, flags: 0 }
}
