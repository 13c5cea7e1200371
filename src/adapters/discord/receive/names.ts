import type { GatewayFacts } from '../directory/gateway-facts.ts'
import type { GuildFacts } from '../directory/guild-facts.ts'
import { isSeenByAll } from '../directory/permissions.ts'

/** What roles and channels are called that a message names by their ids. */
export interface Names {
  role(guild: string, id: string): string | undefined
  /**
   * @param from the channel or thread in which it is named
   * @returns undefined also for channels that not everybody may see: their names may say what is not for everybody
   */
  channel(guild: string, id: string, from: string): string | undefined
  /** Whether it is the role that Kiku came with. */
  isOwnRole(guild: string, id: string): boolean
}

/** Where nothing is known of servers. */
export const NO_NAMES: Names = { role: () => undefined, channel: () => undefined, isOwnRole: () => false }

export function createNames(facts: GatewayFacts): Names {
  return {
    role: (guild, id) => facts.findGuild(guild)?.roles.get(id)?.name,
    channel: (guildId, id, from) => {
      const guild = facts.findGuild(guildId)
      return guild && channelName(guild, id, from)
    },
    isOwnRole(guild, id) {
      const own = facts.ownUser()
      return own !== undefined && facts.findGuild(guild)?.roles.get(id)?.botId === own
    },
  }
}

function channelName(guild: GuildFacts, id: string, from: string): string | undefined {
  const thread = guild.threads.get(id)
  const deciding = guild.channels.get(thread?.parentId ?? id)
  if (deciding === undefined) return undefined
  const isHere = id === from || guild.threads.get(from)?.parentId === id
  const isKnownToAll = thread?.isPrivate !== true && isSeenByAll(guild, deciding)
  return isHere || isKnownToAll ? (thread ?? deciding).name : undefined
}
