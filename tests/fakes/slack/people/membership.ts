import type { WireObject } from '../wire.ts'
import { BOT_USER } from '../world.ts'
import { channelTypeOf, type NewChannel, type WorldChannel, wireChannel } from '../world-channel.ts'
import { type NewUser, wireUser } from '../world-user.ts'
import type { PeopleContext } from './people-context.ts'

/** Changes of who is where, with the events that tell of them. `world` of the server makes the same changes quietly. */
export interface Membership {
  /** Somebody, or Kiku, comes into a channel. */
  join(about: { readonly user: string; readonly channel: string; readonly inviter?: string }): Promise<void>
  leave(about: { readonly user: string; readonly channel: string }): Promise<void>
  changeUser(user: string, change: Partial<NewUser>): Promise<void>
  renameUser(user: string, name: string): Promise<void>
  renameChannel(channel: string, name: string): Promise<void>
  /** A channel is shared with another organisation, or no longer. */
  shareChannel(channel: string, sharing: WorldChannel['sharing']): Promise<void>
  addChannel(channel: NewChannel): Promise<WorldChannel>
  archiveChannel(channel: string): Promise<void>
  deleteChannel(channel: string): Promise<void>
  deleteFile(file: string): Promise<void>
  /** Takes the app out of the workspace; its token is worth nothing from then on. */
  uninstall(): Promise<void>
}

export function createMembership({ state, deliverEvent }: PeopleContext): Membership {
  const { store, world } = state
  const now = () => store.nextTs()

  /** Channels of other kinds have events of the same meaning and another name. */
  const nameFor = (channel: WorldChannel, verb: string) => `${channel.kind === 'public' ? 'channel' : 'group'}_${verb}`

  async function moved(user: string, channel: WorldChannel, isIn: boolean, inviter?: string): Promise<void> {
    const type = channel.kind === 'public' ? 'C' : 'G'
    const event: WireObject = {
      type: isIn ? 'member_joined_channel' : 'member_left_channel',
      user,
      channel: channel.id,
      channel_type: type,
      team: world.user(user).team,
      ...(inviter === undefined ? {} : { inviter }),
      event_ts: now(),
    }
    const note = store.add({
      channel: channel.id,
      user,
      team: world.user(user).team,
      subtype: channel.kind === 'public' ? `channel_${isIn ? 'join' : 'leave'}` : `group_${isIn ? 'join' : 'leave'}`,
      text: `<@${user}> has ${isIn ? 'joined' : 'left'} the channel`,
    })
    const said: WireObject = {
      type: 'message',
      subtype: note.subtype,
      user,
      text: note.text,
      ts: note.ts,
      channel: channel.id,
      channel_type: channelTypeOf(channel),
      event_ts: note.ts,
    }
    await Promise.all([deliverEvent(event, channel.id), deliverEvent(said, channel.id)])
  }

  const changeUser = async (user: string, change: Partial<NewUser>) => {
    const changed = wireUser(world.changeUser(user, change), { home: world.team, withLocale: true })
    await deliverEvent({ type: 'user_change', user: changed, cache_ts: Math.floor(Date.now() / 1000), event_ts: now() })
  }

  return {
    async join({ user, channel, inviter }) {
      world.join(user, channel)
      await moved(user, world.channel(channel), true, inviter)
    },
    async leave({ user, channel: id }) {
      const channel = world.channel(id)
      world.leave(user, id)
      if (user !== BOT_USER) return moved(user, channel, false)
      await deliverEvent({ type: nameFor(channel, 'left'), channel: id, actor_id: 'U0ALICE', event_ts: now() })
    },
    changeUser,
    renameUser: (user, name) => changeUser(user, { name }),
    async renameChannel(id, name) {
      const channel = world.changeChannel(id, { name })
      const about = { id, name, name_normalized: name, created: 1_700_000_000 }
      await deliverEvent({ type: nameFor(channel, 'rename'), channel: about, event_ts: now() }, hidden(channel))
    },
    async shareChannel(id, sharing) {
      const before = world.channel(id)
      const channel = world.changeChannel(id, { sharing })
      if (sharing === 'external') {
        const event = { type: 'channel_shared', connected_team_id: 'T0PARTNER', channel: id, event_ts: now() }
        await deliverEvent(event, hidden(channel))
      } else if (before.sharing === 'external') {
        const event = { type: 'channel_unshared', previously_connected_team_id: 'T0PARTNER', channel: id }
        await deliverEvent({ ...event, is_ext_shared: false, event_ts: now() }, hidden(channel))
      }
    },
    async addChannel(about) {
      const channel = world.addChannel(about)
      const shown = wireChannel(channel, { isMember: channel.members.has(BOT_USER), team: world.team })
      if (channel.kind === 'public') await deliverEvent({ type: 'channel_created', channel: shown, event_ts: now() })
      return channel
    },
    async archiveChannel(id) {
      const channel = world.changeChannel(id, { isArchived: true })
      await deliverEvent(
        { type: nameFor(channel, 'archive'), channel: id, user: 'U0ALICE', event_ts: now() },
        hidden(channel),
      )
    },
    async deleteChannel(id) {
      const channel = world.channel(id)
      const isTold = channel.kind === 'public' || channel.members.has(BOT_USER)
      world.removeChannel(id)
      store.forgetChannel(id)
      if (isTold) await deliverEvent({ type: nameFor(channel, 'deleted'), channel: id, event_ts: now() })
    },
    async deleteFile(id) {
      const file = state.files.find(id)
      if (file === undefined) throw new Error(`The Slack peer has no file ${id}.`)
      file.isDeleted = true
      await deliverEvent({ type: 'file_deleted', file_id: id, event_ts: now() })
    },
    async uninstall() {
      state.isInstalled = false
      const tokens = { oauth: [], bot: [BOT_USER] }
      await Promise.all([
        deliverEvent({ type: 'tokens_revoked', tokens, event_ts: now() }),
        deliverEvent({ type: 'app_uninstalled', event_ts: now() }),
      ])
    },
  }
}

/** Of channels that are not public only those hear who are in them. */
const hidden = (channel: WorldChannel) => (channel.kind === 'public' ? undefined : channel.id)
