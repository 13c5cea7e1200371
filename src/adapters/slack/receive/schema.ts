import { z } from 'zod'

// Deliveries are read permissively: a field that is missing or of another type is as if it were not there, since Slack
// adds and leaves out fields without notice. What cannot do without a field says so itself.
const text = z.string().nullish().catch(undefined)
const flag = z.boolean().nullish().catch(undefined)
// Ids become parts of audience labels, which allow these characters only.
const strictId = z.string().regex(/^[\w-]{1,64}$/)
const id = strictId.nullish().catch(undefined)
/** Some events name what they are about by its id, others give the thing itself. */
const idOrThing = z
  .union([strictId, z.object({ id })])
  .nullish()
  .catch(undefined)
const timestamp = z
  .string()
  .regex(/^\d{1,12}\.\d{1,12}$/)
  .nullish()
  .catch(undefined)

/** Around every event (https://docs.slack.dev/apis/events-api#event-type-structure). */
export const deliverySchema = z.object({
  type: z.string(),
  team_id: id,
  context_team_id: id,
  authorizations: z
    .array(z.object({ team_id: id, enterprise_id: id, is_enterprise_install: flag }))
    .nullish()
    .catch(undefined),
  event: z.looseObject({ type: z.string() }),
})
export type Delivery = z.infer<typeof deliverySchema>

/** `message` and `app_mention` (https://docs.slack.dev/reference/events/message), also nested in another. */
export const messageSchema = z.object({
  subtype: text,
  hidden: flag,
  channel: id,
  channel_type: text,
  user: id,
  bot_id: text,
  bot_profile: z.unknown().optional(),
  app_id: text,
  ts: timestamp,
  thread_ts: timestamp,
  text,
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  files: z.unknown().optional(),
  user_team: id,
  team: id,
  source_team: id,
  user_profile: z.object({ team: id }).nullish().catch(undefined),
  deleted_ts: timestamp,
  message: z.unknown().optional(),
  previous_message: z.unknown().optional(),
})
export type MessageEvent = z.infer<typeof messageSchema>

/** https://docs.slack.dev/reference/objects/file-object */
export const fileSchema = z.object({
  id: z.string(),
  name: text,
  title: text,
  mimetype: text,
  size: z.number().nonnegative().nullish().catch(undefined),
  mode: text,
  url_private: text,
  url_private_download: text,
})

/** A message that was forwarded into another (https://docs.slack.dev/messaging/formatting-message-text). */
export const sharedMessageSchema = z.object({ is_share: z.literal(true), text: z.string(), author_name: text })

export const reactionSchema = z.object({
  user: id,
  reaction: z.string().regex(/^[^:\s]{1,100}(::skin-tone-\d)?$/),
  item: z.object({ type: z.literal('message'), channel: id, ts: timestamp }),
})

export const channelEventSchema = z.object({
  channel: idOrThing,
  channel_id: id,
  old_channel_id: id,
  user: id,
  inviter: id,
})

export const userEventSchema = z.object({ user: idOrThing })
export const openedSchema = z.object({ user: id, channel: id, tab: text })
/** `agent_session_stopped` (https://docs.slack.dev/reference/events). */
export const stoppedSchema = z.object({
  channel: strictId,
  user: strictId,
  thread_ts: z.string().regex(/^\d{1,12}\.\d{1,12}$/),
})
export const fileEventSchema = z.object({ file_id: id })
export const tokensSchema = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish().catch(undefined) }) })
