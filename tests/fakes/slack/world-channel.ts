import { compact, type WireObject } from './wire.ts'

export interface WorldChannel {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im' | 'mpim'
  /** With another organisation (Slack Connect), with all of one's own, or only invited to yet. */
  readonly sharing: 'none' | 'external' | 'organisation' | 'pending'
  readonly isArchived: boolean
  readonly members: Set<string>
  /** Of a direct message: the person at the other end. */
  readonly user?: string
}

export type NewChannel = Partial<Omit<WorldChannel, 'members'>> & { readonly members?: readonly string[] }

export function createWorldChannel(channel: NewChannel & { readonly id: string }): WorldChannel {
  const members = new Set(channel.members)
  return { name: channel.id.toLowerCase(), kind: 'public', sharing: 'none', isArchived: false, ...channel, members }
}

/** What events call the kind of a channel. */
export function channelTypeOf({ kind }: WorldChannel): 'channel' | 'group' | 'im' | 'mpim' {
  if (kind === 'public') return 'channel'
  return kind === 'private' ? 'group' : kind
}

/** What `types` of `conversations.list` calls it, and what its scopes begin with. */
export function conversationTypeOf({ kind }: WorldChannel) {
  return kind === 'public' ? 'public_channel' : kind === 'private' ? 'private_channel' : kind
}

export function scopePrefixOf({ kind }: WorldChannel): 'channels' | 'groups' | 'im' | 'mpim' {
  return kind === 'public' ? 'channels' : kind === 'private' ? 'groups' : kind
}

/** A conversation object (https://docs.slack.dev/reference/objects/conversation-object), as one who is asked sees it. */
export function wireChannel(channel: WorldChannel, about: { readonly isMember: boolean; readonly team: string }) {
  const common: WireObject = {
    id: channel.id,
    created: 1_700_000_000,
    is_archived: channel.isArchived,
    is_org_shared: channel.sharing === 'organisation',
    context_team_id: about.team,
    updated: 1_700_000_000_000,
  }
  if (channel.kind === 'im') return compact({ ...common, is_im: true, user: channel.user, is_user_deleted: false })
  return compact({
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    is_shared: channel.sharing === 'external' || channel.sharing === 'organisation',
    is_ext_shared: channel.sharing === 'external',
    is_pending_ext_shared: channel.sharing === 'pending',
    pending_shared: [],
    is_member: about.isMember,
    shared_team_ids: [about.team],
  })
}
