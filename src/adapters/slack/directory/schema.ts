import { z } from 'zod'

// Permissive: what is missing counts as not known, and what is not known counts as the narrowest case.
const text = z.string().nullish().catch(undefined)
const flag = z.boolean().nullish().catch(undefined)
const ids = z.array(z.string()).nullish().catch(undefined)

/** https://docs.slack.dev/reference/objects/user-object */
export const userSchema = z.object({
  id: z.string(),
  team_id: text,
  name: text,
  real_name: text,
  deleted: flag,
  locale: text,
  tz_offset: z.number().nullish().catch(undefined),
  is_bot: flag,
  is_workflow_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_invited_user: flag,
  profile: z.object({ display_name: text, real_name: text }).nullish().catch(undefined),
  enterprise_user: z.object({ teams: ids }).nullish().catch(undefined),
})
export type WireUser = z.infer<typeof userSchema>

/** https://docs.slack.dev/reference/objects/conversation-object */
export const channelSchema = z.object({
  id: z.string(),
  name: text,
  user: text,
  is_channel: flag,
  is_group: flag,
  is_im: flag,
  is_mpim: flag,
  is_private: flag,
  is_shared: flag,
  is_ext_shared: flag,
  is_org_shared: flag,
  is_pending_ext_shared: flag,
  context_team_id: text,
  pending_shared: ids,
  pending_connected_team_ids: ids,
  connected_team_ids: ids,
  shared_team_ids: ids,
  internal_team_ids: ids,
})
export type WireChannel = z.infer<typeof channelSchema>

const page = {
  response_metadata: z.object({ next_cursor: text }).nullish().catch(undefined),
}

export const userInfoSchema = z.object({ user: userSchema })
export const userListSchema = z.object({ members: z.array(z.unknown()), ...page })
export const channelInfoSchema = z.object({ channel: channelSchema })
export const memberListSchema = z.object({ members: z.array(z.string()), ...page })
export const channelListSchema = z.object({ channels: z.array(channelSchema), ...page })
