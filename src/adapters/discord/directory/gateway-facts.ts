import { createBoundedMap } from '../../common/lookup/bounded-map.ts'
import { changeFacts, guildOfChange } from './change-facts.ts'
import { type GuildFacts, type MutableGuild, readGuild } from './guild-facts.ts'
import type { Packet } from './packet.ts'
import { directCommandSchema, directMessageSchema, guildSchema, outageSchema, readySchema } from './schema.ts'

/**
 * What the gateway has told of servers, channels, roles and threads, in the order in which it told it. discord.js keeps
 * the same, but not in that order: what comes before it is ready waits in a line, and newer packets go past it, so that a
 * permission that was taken away can stand there again.
 */
export interface GatewayFacts {
  take(packet: Packet): void
  /** Calls for every packet, once it was taken. */
  listen(listener: (packet: Packet) => void): void
  /** Kiku's own user. */
  ownUser(): string | undefined
  /** @returns undefined during an outage of the server, and until a new session has told of it */
  findGuild(guild: string): GuildFacts | undefined
  /** The servers that Kiku is in, also during an outage. */
  listGuilds(): readonly string[]
  /** Whose direct messages with Kiku a channel holds, when that was told. */
  findRecipient(channelId: string): string | undefined
}

const MOST_RECIPIENTS = 10_000

export function createGatewayFacts(): GatewayFacts {
  const known = new Map<string, MutableGuild>()
  /** Servers of each connection. */
  const joined = new Map<number, Set<string>>()
  const recipients = createBoundedMap<string>(MOST_RECIPIENTS)
  const listeners: ((packet: Packet) => void)[] = []
  let own: string | undefined

  /** What changed since the last session is not told: until a server is told of anew, nothing is known of it. */
  function beginSession({ data, shard }: Packet): void {
    for (const guild of joined.get(shard) ?? []) known.delete(guild)
    const ready = readySchema.safeParse(data).data
    if (ready === undefined) return
    own = ready.user.id
    joined.set(shard, new Set(ready.guilds.map(({ id }) => id)))
  }

  function takeGuild({ data, shard }: Packet): void {
    const id = outageSchema.safeParse(data).data?.id
    if (id === undefined) return
    known.delete(id)
    joined.set(shard, (joined.get(shard) ?? new Set<string>()).add(id))
    const guild = guildSchema.safeParse(data).data
    if (guild !== undefined) known.set(id, readGuild(guild, own))
  }

  function loseGuild({ data }: Packet): void {
    const lost = outageSchema.safeParse(data).data
    if (lost === undefined) return
    known.delete(lost.id)
    if (lost.unavailable === true) return
    for (const guilds of joined.values()) guilds.delete(lost.id)
  }

  function takeChange(packet: Packet): void {
    const guild = known.get(guildOfChange(packet) ?? '')
    if (guild !== undefined && !changeFacts(guild, packet, own)) known.delete(guild.id)
  }

  function noteRecipient({ type, data }: Packet): void {
    const message = type === 'MESSAGE_CREATE' ? directMessageSchema.safeParse(data).data : undefined
    const command = type === 'INTERACTION_CREATE' ? directCommandSchema.safeParse(data).data : undefined
    if (message !== undefined && message.author.bot !== true) recipients.set(message.channel_id, message.author.id)
    if (command !== undefined) recipients.set(command.channel_id, command.user.id)
  }

  return {
    take(packet) {
      switch (packet.type) {
        case 'READY':
          beginSession(packet)
          break
        case 'GUILD_CREATE':
          takeGuild(packet)
          break
        case 'GUILD_DELETE':
          loseGuild(packet)
          break
        case 'MESSAGE_CREATE':
        case 'INTERACTION_CREATE':
          noteRecipient(packet)
          break
        default:
          takeChange(packet)
      }
      for (const listener of listeners) listener(packet)
    },
    listen: (listener) => void listeners.push(listener),
    ownUser: () => own,
    findGuild: (guild) => known.get(guild),
    listGuilds: () => [...new Set([...joined.values()].flatMap((guilds) => [...guilds]))],
    findRecipient: (channelId) => recipients.get(channelId),
  }
}
