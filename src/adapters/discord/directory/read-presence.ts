import { z } from 'zod'
import { type MemberFacts, readMember } from './guild-facts.ts'
import type { Packet } from './packet.ts'
import { id } from './schema.ts'

/** That somebody was, or is no longer, in a server. */
export interface Presence {
  readonly guild: string
  readonly user: string
  /** Undefined when the person is gone, or it was not told how the person is there. */
  readonly member: MemberFacts | undefined
}

const person = z.object({ id })
const writtenSchema = z.object({ guild_id: id, author: person, member: z.unknown().optional() })
const interactionSchema = z.object({ guild_id: id, member: z.looseObject({ user: person }) })
const reactionSchema = z.object({ guild_id: id, user_id: id, member: z.unknown().optional() })
const memberEventSchema = z.looseObject({ guild_id: id, user: person })

/** Reads from what happens in a server who is there (https://discord.com/developers/docs/events/gateway-events). */
export function readPresence({ type, data }: Packet): Presence | undefined {
  switch (type) {
    case 'MESSAGE_CREATE': {
      const written = writtenSchema.safeParse(data).data
      // Webhooks have no member.
      if (written?.member === undefined) return undefined
      return { guild: written.guild_id, user: written.author.id, member: readMember(written.member) }
    }
    case 'INTERACTION_CREATE': {
      const interaction = interactionSchema.safeParse(data).data
      if (interaction === undefined) return undefined
      const { guild_id: guild, member } = interaction
      return { guild, user: member.user.id, member: readMember(member) }
    }
    case 'MESSAGE_REACTION_ADD': {
      const reaction = reactionSchema.safeParse(data).data
      if (reaction?.member === undefined) return undefined
      return { guild: reaction.guild_id, user: reaction.user_id, member: readMember(reaction.member) }
    }
    case 'GUILD_MEMBER_ADD':
    case 'GUILD_MEMBER_UPDATE':
    case 'GUILD_MEMBER_REMOVE':
    case 'GUILD_BAN_ADD': {
      const event = memberEventSchema.safeParse(data).data
      if (event === undefined) return undefined
      const isThere = type === 'GUILD_MEMBER_ADD' || type === 'GUILD_MEMBER_UPDATE'
      return { guild: event.guild_id, user: event.user.id, member: isThere ? readMember(event) : undefined }
    }
    default:
      return undefined
  }
}
