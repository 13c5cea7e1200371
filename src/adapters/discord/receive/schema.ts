import { z } from 'zod'

// What the gateway tells is read permissively: a field that is missing or of another type is as if it were not there, since
// Discord adds and leaves out fields without notice. What cannot do without a field says so itself.
const text = z.string().nullish().catch(undefined)
const flag = z.boolean().nullish().catch(undefined)
const number = z.number().int().nullish().catch(undefined)
const list = z.array(z.unknown()).nullish().catch(undefined)
/** Ids become parts of audience labels and addresses. */
export const id = z.string().regex(/^\d{1,20}$/)
const optionalId = id.nullish().catch(undefined)
const ids = z.array(id).nullish().catch(undefined)

/** https://discord.com/developers/docs/resources/user#user-object */
export const userSchema = z.object({ id, username: text, global_name: text, bot: flag, system: flag })
export type WireUser = z.infer<typeof userSchema>

export const memberSchema = z.object({ nick: text }).nullish().catch(undefined)

/** Somebody whom a message names. */
export const mentionSchema = userSchema.extend({ member: memberSchema })

const referenceSchema = z
  .object({ type: number, message_id: optionalId, channel_id: optionalId })
  .nullish()
  .catch(undefined)

/** https://discord.com/developers/docs/resources/message#message-object */
export const messageSchema = z.object({
  id,
  channel_id: id,
  guild_id: optionalId,
  /** Of the gateway alone. */
  channel_type: number,
  type: number,
  flags: number,
  author: userSchema,
  member: memberSchema,
  webhook_id: text,
  content: text,
  edited_timestamp: text,
  mentions: list,
  mention_roles: ids,
  mention_everyone: flag,
  attachments: list,
  embeds: list,
  components: list,
  sticker_items: list,
  poll: z.unknown().optional(),
  message_reference: referenceSchema,
  referenced_message: z.object({ author: userSchema }).nullish().catch(undefined),
  message_snapshots: list,
})
export type WireMessage = z.infer<typeof messageSchema>

/** What of a message was forwarded; not who wrote it. */
export const snapshotSchema = z.object({
  message: z.object({ content: text, mentions: list, attachments: list }),
})

/** https://discord.com/developers/docs/resources/message#attachment-object */
export const attachmentSchema = z.object({
  id,
  filename: text,
  /** Its name as it was, where Discord takes some of its characters away. */
  title: text,
  content_type: text,
  size: z.number().nonnegative().nullish().catch(undefined),
  url: text,
})

const pollMediaSchema = z.object({ text }).nullish().catch(undefined)
/** https://discord.com/developers/docs/resources/poll#poll-object */
export const pollSchema = z.object({
  question: pollMediaSchema,
  answers: z.array(z.object({ poll_media: pollMediaSchema })).catch([]),
})

export const embedSchema = z.object({ title: text, description: text })

export const deletionSchema = z.object({ id, channel_id: id, guild_id: optionalId })
export const bulkDeletionSchema = z.object({ ids: z.array(id), channel_id: id, guild_id: optionalId })

export const reactionSchema = z.object({
  user_id: id,
  channel_id: id,
  message_id: id,
  guild_id: optionalId,
  member: z.object({ user: userSchema }).nullish().catch(undefined),
  emoji: z.object({ id: text, name: z.string().min(1).max(100) }),
})

export const channelEventSchema = z.object({ id, guild_id: id, type: number })
export const threadEventSchema = z.object({ id, guild_id: id, parent_id: optionalId })
export const threadMembersSchema = z.object({ id, guild_id: id, removed_member_ids: ids })
export const roleEventSchema = z.object({ guild_id: id })
export const guildEventSchema = z.object({ id, unavailable: flag })
