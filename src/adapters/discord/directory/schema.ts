import { z } from 'zod'

// What decides who reads what is read strictly: a role, a channel or a server that cannot be read is not known, which
// grants nobody anything. The rest is read permissively.
export const id = z.string().regex(/^\d{1,20}$/)
const text = z.string().catch('')
const optionalId = id.nullish().catch(undefined)
const bits = z
  .string()
  .regex(/^\d{1,40}$/)
  .transform(BigInt)
const items = z.array(z.unknown()).catch([])

/** https://discord.com/developers/docs/topics/permissions#role-object */
export const roleSchema = z.object({
  id,
  name: text,
  permissions: bits,
  tags: z.object({ bot_id: optionalId }).nullish().catch(undefined),
})

/** https://discord.com/developers/docs/resources/channel#overwrite-object */
const overwriteSchema = z.object({ id, type: z.literal([0, 1]), allow: bits, deny: bits })

/** https://discord.com/developers/docs/resources/channel#channel-object, in a server and no thread. */
export const channelSchema = z.object({
  id,
  type: z.number().int(),
  name: text,
  parent_id: optionalId,
  // An answer of another kind may mean anything.
  nsfw: z.boolean().nullish().catch(true),
  permission_overwrites: z.array(overwriteSchema),
  linked_lobby: z.unknown().optional(),
})

export const threadSchema = z.object({
  id,
  type: z.literal([10, 11, 12]),
  name: text,
  parent_id: id,
  thread_metadata: z.object({ archived: z.boolean().catch(false), locked: z.boolean().catch(false) }).optional(),
  /** Kiku's own membership. */
  member: z.unknown().optional(),
})

/** https://discord.com/developers/docs/resources/guild#guild-member-object */
export const memberSchema = z.object({
  user: z.object({ id }).nullish().catch(undefined),
  roles: z.array(id),
  // Where it is left out, only members who are not pending can have caused the event.
  pending: z.boolean().nullish().catch(true),
  flags: z.number().int().nullish().catch(undefined),
})

export const guildChangeSchema = z.object({
  id,
  name: text,
  owner_id: id,
  features: z.array(z.string()),
  preferred_locale: text,
  roles: z.array(z.unknown()),
})

/** https://discord.com/developers/docs/events/gateway-events#guild-create */
export const guildSchema = guildChangeSchema.extend({ channels: z.array(z.unknown()), threads: items, members: items })

/** https://discord.com/developers/docs/events/gateway-events#ready */
export const readySchema = z.object({
  user: z.object({ id }),
  guilds: z.array(z.object({ id })),
})

export const identifiedSchema = z.object({ id })
export const inGuildSchema = z.object({ guild_id: id })
export const outageSchema = z.object({ id, unavailable: z.boolean().nullish().catch(undefined) })
export const roleChangeSchema = z.object({ guild_id: id, role: z.looseObject({ id }) })
export const roleDeletionSchema = z.object({ guild_id: id, role_id: id })
export const channelChangeSchema = z.looseObject({ id, guild_id: id })
export const threadListSchema = z.object({
  guild_id: id,
  threads: items,
  members: items,
  channel_ids: z.array(id).nullish(),
})
export const threadMembersSchema = z.object({
  id,
  guild_id: id,
  added_members: z
    .array(z.object({ user_id: optionalId }))
    .nullish()
    .catch(undefined),
  removed_member_ids: z.array(id).nullish().catch(undefined),
})
export const ownMembershipSchema = z.object({ id: optionalId })

const nothing = z.null().optional()

/** A direct message, as messages and commands tell of it. */
export const directMessageSchema = z.object({
  channel_id: id,
  guild_id: nothing,
  channel_type: z.literal(1),
  author: z.object({ id, bot: z.boolean().nullish() }),
})
export const directCommandSchema = z.object({
  channel_id: id,
  guild_id: nothing,
  /** In the direct messages with Kiku, and no others. */
  context: z.literal(1),
  user: z.object({ id }),
})

/** https://discord.com/developers/docs/resources/channel#get-channel */
export const foundChannelSchema = z.object({
  id,
  type: z.number().int(),
  guild_id: optionalId,
  parent_id: optionalId,
  name: text,
  recipients: z.array(z.object({ id })).nullish().catch(undefined),
})
