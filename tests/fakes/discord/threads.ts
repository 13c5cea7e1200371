import { GatewayIntentBits as Intents, MessageFlags, MessageType } from 'discord.js'
import type { DiscordMessage } from './messages/message.ts'
import { emitMessage } from './messages/message-events.ts'
import type { PeerState } from './peer-state.ts'
import { DiscordRefusal } from './refusal.ts'
import { emitThread, emitThreadMembers } from './thread-events.ts'
import { canSee } from './world/permissions.ts'
import type { NewThread } from './world/world.ts'
import type { WorldChannel } from './world/world-channel.ts'

/** Opens a thread, with the messages that Discord puts into it and into its channel. @throws DiscordRefusal */
export function openThread(
  state: PeerState,
  about: NewThread & { readonly message?: DiscordMessage; readonly isPost?: boolean },
): WorldChannel {
  const { store, world } = state
  const { message, isPost = false, ...given } = about
  if (message !== undefined && world.channels.has(message.id))
    throw new DiscordRefusal(400, 160004, 'A thread has already been created for this message')
  const thread = world.addThread({ ...given, id: message?.id ?? given.id ?? state.snowflakes.next() })
  emitThread(state, 'THREAD_CREATE', thread, true)
  tellSelf(state, thread)
  const place = { guildId: thread.guildId, authorId: about.owner }
  if (message !== undefined) {
    message.flags |= MessageFlags.HasThread
    emitMessage(state, 'MESSAGE_UPDATE', message)
    const reference = { kind: 'starter' as const, channelId: message.channelId, messageId: message.id }
    const starter = store.add({ ...place, channelId: thread.id, type: MessageType.ThreadStarterMessage, reference })
    emitMessage(state, 'MESSAGE_CREATE', starter)
  } else if (!isPost && given.isPrivate !== true) {
    const reference = { kind: 'announcement' as const, channelId: thread.id, messageId: undefined }
    const type = MessageType.ThreadCreated
    const note = store.add({ ...place, channelId: given.parent, type, content: thread.name, reference })
    emitMessage(state, 'MESSAGE_CREATE', note)
  }
  return thread
}

/** Whoever opens a thread is in it, of which the app hears where it is that. */
function tellSelf(state: PeerState, thread: WorldChannel): void {
  const joinedAt = thread.thread?.members.get(state.world.appId)
  if (joinedAt === undefined) return
  const data = {
    id: thread.id,
    guild_id: thread.guildId,
    user_id: state.world.appId,
    join_timestamp: joinedAt,
    flags: 1,
  }
  state.emit({ type: 'THREAD_MEMBER_UPDATE', data, guildId: thread.guildId, intents: Intents.Guilds })
}

export function joinThread(state: PeerState, thread: WorldChannel, user: string): void {
  const { world } = state
  if (thread.thread === undefined || thread.thread.members.has(user)) return
  const sawIt = canSee(world, world.appId, thread)
  thread.thread.members.set(user, new Date().toISOString())
  emitThreadMembers(state, thread, { added: user }, sawIt)
}

export function leaveThread(state: PeerState, thread: WorldChannel, user: string): void {
  const { world } = state
  const sawIt = canSee(world, world.appId, thread)
  if (thread.thread?.members.delete(user) !== true) return
  emitThreadMembers(state, thread, { removed: user }, sawIt)
}
