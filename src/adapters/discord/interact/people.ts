import { PermissionFlagsBits } from 'discord.js'
import { parseAuthorId } from '../discord-ids.ts'
import type { InteractionPlace } from '../receive/arrival.ts'

/** Whether an author is this person. */
export function isWrittenBy(authorId: string, user: string): boolean {
  return parseAuthorId(authorId) === user
}

/** Who decides what Kiku does in a server and its channels. */
export function mayManageServer(where: InteractionPlace): boolean {
  return hasAny(where, PermissionFlagsBits.ManageGuild)
}

/** Who decides for all what Kiku remembers of the channel in which this person is. */
export function mayManageChannel(where: InteractionPlace): boolean {
  return hasAny(where, PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageChannels)
}

/** Who may take back what others, Kiku included, write in the channel in which this person is. */
export function mayManageMessages(where: InteractionPlace): boolean {
  return hasAny(where, PermissionFlagsBits.ManageMessages)
}

/** Discord says with each click what the person may do there (https://discord.com/developers/docs/topics/permissions). */
function hasAny({ permissions }: InteractionPlace, wanted: bigint): boolean {
  if (!/^\d{1,40}$/.test(permissions)) return false
  return (BigInt(permissions) & (wanted | PermissionFlagsBits.Administrator)) !== 0n
}
