import { ApplicationCommandType as Type } from 'discord.js'
import type { DiscordLimits } from '../discord-options.ts'
import { DiscordRefusal, unknown } from '../refusal.ts'
import type { Snowflakes } from '../snowflakes.ts'
import { compact, textOf, type WireObject } from '../wire.ts'
import { checkCommand, checkCommands, typeOf } from './check-command.ts'

/** A command as Discord keeps it: complete, with localisations. */
export type StoredCommand = WireObject & { readonly id: string; readonly name: string; readonly type: number }

/** Commands of the app (https://discord.com/developers/docs/interactions/application-commands), by scope. */
export interface CommandRegistry {
  /** @param guild undefined for those that are offered everywhere */
  list(guild: string | undefined): readonly StoredCommand[]
  find(guild: string | undefined, id: string): StoredCommand
  /** In place of all there were; ids stay where name and type do. @throws DiscordRefusal */
  replaceAll(guild: string | undefined, commands: readonly WireObject[]): readonly StoredCommand[]
  /** In place of one of the same name and type, where there is one. @throws DiscordRefusal */
  put(guild: string | undefined, command: WireObject): { readonly command: StoredCommand; readonly isNew: boolean }
  change(guild: string | undefined, id: string, change: WireObject): StoredCommand
  remove(guild: string | undefined, id: string): void
  /** How many were created that were not there before, ever. */
  readonly creates: number
}

const MOST: ReadonlyMap<number, number> = new Map([
  [Type.ChatInput, 100],
  [Type.User, 15],
  [Type.Message, 15],
])

export function createCommandRegistry(about: {
  readonly appId: string
  readonly snowflakes: Snowflakes
  readonly limits: DiscordLimits
}): CommandRegistry {
  const { appId, snowflakes, limits } = about
  const scopes = new Map<string, readonly StoredCommand[]>()
  const createdIn = new Map<string, number>()
  let creates = 0

  const keyOf = (guild: string | undefined) => guild ?? 'global'
  const list = (guild: string | undefined) => scopes.get(keyOf(guild)) ?? []
  const find = (guild: string | undefined, id: string) => {
    const found = list(guild).find((command) => command.id === id)
    if (found === undefined) throw unknown('application command')
    return found
  }

  function keep(guild: string | undefined, commands: readonly StoredCommand[]): void {
    for (const [type, most] of MOST)
      if (commands.filter((command) => command.type === type).length > most)
        throw new DiscordRefusal(400, 30032, `Maximum number of application commands reached (${most})`)
    const before = new Set(list(guild).map(({ id }) => id))
    const added = commands.filter(({ id }) => !before.has(id)).length
    const sofar = createdIn.get(keyOf(guild)) ?? 0
    if (sofar + added > limits.commandCreatesPerDay) {
      const message = `Max number of daily application command creates has been reached (${limits.commandCreatesPerDay})`
      throw new DiscordRefusal(429, 30034, message)
    }
    createdIn.set(keyOf(guild), sofar + added)
    creates += added
    scopes.set(keyOf(guild), commands)
  }

  function store(guild: string | undefined, body: WireObject, before: StoredCommand | undefined): StoredCommand {
    const type = typeOf(body)
    const { id: _id, version: _version, application_id: _app, guild_id: _guild, ...given } = body
    const completed = compact({
      default_member_permissions: null,
      nsfw: false,
      name_localizations: null,
      description_localizations: null,
      dm_permission: guild === undefined ? true : undefined,
      contexts: guild === undefined ? null : undefined,
      integration_types: guild === undefined ? [0] : undefined,
      ...given,
      description: textOf(given.description),
    })
    const same = before !== undefined && JSON.stringify(withoutIds(before)) === JSON.stringify(completed)
    return {
      id: before?.id ?? snowflakes.next(),
      application_id: appId,
      version: same ? before.version : snowflakes.next(),
      ...(guild === undefined ? {} : { guild_id: guild }),
      ...completed,
      type,
      name: textOf(body.name),
    }
  }
  const sameIn = (guild: string | undefined, body: WireObject) =>
    list(guild).find(({ name, type }) => name === body.name && type === typeOf(body))

  return {
    list,
    find,
    get creates() {
      return creates
    },
    replaceAll(guild, commands) {
      checkCommands(commands)
      keep(
        guild,
        commands.map((body) => store(guild, { ...body, type: typeOf(body) }, sameIn(guild, body))),
      )
      return list(guild)
    },
    put(guild, body) {
      checkCommand(body)
      const before = sameIn(guild, body)
      const command = store(guild, { ...body, type: typeOf(body) }, before)
      keep(guild, [...list(guild).filter(({ id }) => id !== command.id), command])
      return { command, isNew: before === undefined }
    },
    change(guild, id, change) {
      const before = find(guild, id)
      const body = { ...withoutIds(before), ...change, type: before.type }
      checkCommand(body)
      const command = store(guild, body, before)
      keep(
        guild,
        list(guild).map((one) => (one.id === id ? command : one)),
      )
      return command
    },
    remove(guild, id) {
      const gone = find(guild, id)
      keep(
        guild,
        list(guild).filter((one) => one !== gone),
      )
    },
  }
}

function withoutIds(command: StoredCommand): WireObject {
  const { id: _id, version: _version, application_id: _app, guild_id: _guild, ...about } = command
  return about
}
