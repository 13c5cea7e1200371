import { PermissionFlagsBits as Bits, InteractionType, ApplicationCommandType as Type } from 'discord.js'
import type { StoredCommand } from '../commands/command-registry.ts'
import type { DiscordMessage } from '../messages/message.ts'
import { readingOver, wireMessage } from '../messages/wire-message.ts'
import type { PeerState } from '../peer-state.ts'
import { bitsOf, compact, listOf, type WireObject } from '../wire.ts'
import { has, permissionsIn } from '../world/permissions.ts'
import type { WorldChannel } from '../world/world-channel.ts'
import { fillOptions, type OptionValue } from './fill-options.ts'
import { contextOf, type Interaction, interact } from './interaction.ts'
import { type PeopleContext, requireMay, requireSeen } from './people-context.ts'
import { createResolved } from './resolve.ts'

interface Using {
  readonly user: string
  /** A channel, thread or direct message. Default the direct message with the app. */
  readonly channel?: string
  /** As registered, without localisation; sub-commands behind it: `kiku config`. */
  readonly name: string
  readonly options?: Readonly<Record<string, OptionValue>>
  /** Default the person's own. */
  readonly locale?: string
  /** Whether to wait for the app's answer, or until it failed to. Default true. */
  readonly isAwaited?: boolean
}

/** People who use commands: only such as Discord offers them there. */
export interface UseCommands {
  slash(using: Using): Promise<Interaction>
  /** Somebody is at an option, and has come as far as `value`; `choices` of the interaction are what they are offered. */
  autocomplete(using: Using & { readonly focused: string; readonly value: string }): Promise<Interaction>
  /** Uses a command of a message's menu. */
  messageCommand(using: Omit<Using, 'channel' | 'options'> & { readonly on: DiscordMessage }): Promise<Interaction>
  /** Names of the commands that somebody is offered in a place. */
  commandsFor(user: string, channel: string): readonly string[]
}

export function createUseCommands(context: PeopleContext): UseCommands {
  const { state } = context

  function start(using: Using, type: InteractionType, data: Readonly<Record<string, OptionValue>>, focused?: string) {
    const channel = channelOf(state, using)
    const [name = '', ...path] = using.name.split(' ')
    const command = offered(state, { user: using.user, channel, name, type: Type.ChatInput })
    const resolved = createResolved(state, channel)
    const options = fillOptions(command, path, { state, channel, values: data, resolved, focused })
    return interact(context, {
      type,
      user: using.user,
      channel,
      data: { ...about(command), options, ...compact({ resolved: resolved.wire() }) },
      locale: using.locale,
      source: undefined,
      owners: ownersOf(state, using.user, channel, command),
      isAwaited: using.isAwaited ?? true,
    })
  }

  return {
    slash: async (using) => start(using, InteractionType.ApplicationCommand, using.options ?? {}),
    autocomplete: async (using) =>
      start(
        using,
        InteractionType.ApplicationCommandAutocomplete,
        { ...using.options, [using.focused]: using.value },
        using.focused,
      ),
    async messageCommand({ user, name, on, locale, isAwaited = true }) {
      requireSeen(state, user, on)
      const channel = state.world.channel(on.channelId)
      const command = offered(state, { user, channel, name, type: Type.Message })
      const target = wireMessage(on, state, { ...readingOver.rest(state), isTarget: true })
      return interact(context, {
        type: InteractionType.ApplicationCommand,
        user,
        channel,
        data: { ...about(command), target_id: on.id, resolved: { messages: { [on.id]: target } } },
        locale,
        source: undefined,
        owners: ownersOf(state, user, channel, command),
        isAwaited,
      })
    },
    commandsFor(user, id) {
      const channel = state.world.channel(id)
      const known = [
        ...state.commands.list(channel.guildId),
        ...(channel.guildId === undefined ? [] : state.commands.list(undefined)),
      ]
      return [
        ...new Set(known.filter((one) => whyNot(state, user, channel, one) === undefined).map(({ name }) => name)),
      ]
    },
  }
}

const about = (command: StoredCommand): WireObject =>
  compact({ id: command.id, name: command.name, type: command.type, guild_id: command.guild_id })

function channelOf({ world }: PeerState, { user, channel }: Pick<Using, 'user' | 'channel'>): WorldChannel {
  return channel === undefined ? world.directMessage(user) : world.channel(channel)
}

/** The command that somebody means. @throws Error that says why Discord does not offer it */
function offered(
  state: PeerState,
  wanted: { readonly user: string; readonly channel: WorldChannel; readonly name: string; readonly type: Type },
): StoredCommand {
  const { user, channel, name, type } = wanted
  requireMay({ state, user, channel, bits: Bits.UseApplicationCommands })
  const scopes = channel.guildId === undefined ? [undefined] : [channel.guildId, undefined]
  const all = scopes.flatMap((scope) => state.commands.list(scope))
  const named = all.filter((command) => command.name === name && command.type === type)
  const [first] = named
  if (first === undefined)
    throw new Error(`No command ${name} is registered; there is: ${all.map((one) => one.name).join(', ') || 'none'}.`)
  const found = named.find((command) => whyNot(state, user, channel, command) === undefined)
  if (found === undefined)
    throw new Error(`The command ${name} is not offered: ${whyNot(state, user, channel, first)}.`)
  return found
}

/** Why somebody is not offered a command in a place; undefined where they are. */
function whyNot(state: PeerState, user: string, channel: WorldChannel, command: StoredCommand): string | undefined {
  const context = contextOf(state, channel)
  const contexts = Array.isArray(command.contexts) ? command.contexts : undefined
  if (contexts !== undefined && !contexts.includes(context)) return 'not in such a place'
  if (contexts === undefined && context !== 0 && command.dm_permission === false) return 'not in direct messages'
  if (Object.keys(ownersOf(state, user, channel, command)).length === 0) return 'nobody installed the app for it'
  const needed = bitsOf(command.default_member_permissions)
  if (needed === undefined || context !== 0) return undefined
  const permissions = permissionsIn(state.world, user, channel)
  return has(permissions, needed === 0n ? Bits.Administrator : needed) ? undefined : 'it needs permissions'
}

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object */
function ownersOf({ app, world }: PeerState, user: string, channel: WorldChannel, command: StoredCommand): WireObject {
  const types = command.guild_id === undefined ? listOf(command.integration_types) : [0]
  const isDirect = channel.guildId === undefined && channel.recipients.includes(world.appId)
  const guild = world.guilds.get(channel.guildId ?? '')
  const byGuild = app.guildInstall && types.includes(0)
  return compact({
    0: !byGuild ? undefined : guild?.isBotIn === true ? guild.id : isDirect ? '0' : undefined,
    1: app.userInstall && types.includes(1) && world.user(user).hasInstalled ? user : undefined,
  })
}
