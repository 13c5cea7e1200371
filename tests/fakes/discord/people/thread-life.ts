import { PermissionFlagsBits as Bits, MessageType } from 'discord.js'
import type { NewFile } from '../messages/files.ts'
import { findMentions } from '../messages/find-mentions.ts'
import type { DiscordMessage } from '../messages/message.ts'
import { emitMessage } from '../messages/message-events.ts'
import { emitThread, emitThreadDeleted, isForum } from '../thread-events.ts'
import { joinThread, leaveThread, openThread } from '../threads.ts'
import { canSee } from '../world/permissions.ts'
import type { WorldChannel } from '../world/world-channel.ts'
import { type PeopleContext, requireMay } from './people-context.ts'

/** People who open threads and forum posts, put them away, and go in and out. The app is told at once. */
export interface ThreadLife {
  /** @param about `on`: the message that it hangs on, where there is one */
  openThread(about: {
    readonly user: string
    readonly channel: string
    readonly name: string
    readonly on?: DiscordMessage
    readonly isPrivate?: boolean
    readonly members?: readonly string[]
  }): WorldChannel
  /** Opens a post of a forum with its first message, whose id is the thread's. */
  post(about: {
    readonly user: string
    readonly forum: string
    readonly title: string
    readonly text: string
    readonly tags?: readonly string[]
    readonly files?: readonly NewFile[]
    /** Epoch milliseconds; now by default. */
    readonly at?: number
    readonly isQuiet?: boolean
  }): { readonly thread: WorldChannel; readonly message: DiscordMessage }
  changeThread(
    id: string,
    change: {
      readonly name?: string
      readonly isArchived?: boolean
      readonly isLocked?: boolean
      readonly tags?: readonly string[]
    },
  ): void
  deleteThread(id: string): void
  joinThread(id: string, user: string): void
  leaveThread(id: string, user: string): void
}

export function createThreadLife({ state }: PeopleContext): ThreadLife {
  const { store, world } = state
  return {
    openThread({ user, channel: parent, name, on, isPrivate = false, members = [] }) {
      const bits = isPrivate ? Bits.CreatePrivateThreads : Bits.CreatePublicThreads
      requireMay({ state, user, channel: world.channel(parent), bits })
      const message = on === undefined ? {} : { message: on }
      return openThread(state, { parent, owner: user, name, isPrivate, members, ...message })
    },
    post({ user, forum, title, text, tags = [], files = [], at, isQuiet = false }) {
      const channel = world.channel(forum)
      if (!isForum(channel)) throw new Error(`${channel.name} is no forum.`)
      requireMay({ state, user, channel, bits: Bits.SendMessages })
      const about = { parent: forum, owner: user, name: title, appliedTags: tags, id: state.snowflakes.next(at) }
      const thread = isQuiet ? world.addThread(about) : openThread(state, { ...about, isPost: true })
      const place = { authorId: user, channelId: thread.id }
      const { mentions } = findMentions({ text, ...place, world, allowed: undefined, repliedTo: undefined })
      const message = store.add({
        ...place,
        id: thread.id,
        guildId: channel.guildId,
        type: MessageType.Default,
        content: text,
        attachments: files.map((file) => state.files.add(thread.id, file)),
        mentions,
      })
      channel.lastMessageId = thread.id
      thread.lastMessageId = thread.id
      if (!isQuiet) emitMessage(state, 'MESSAGE_CREATE', message)
      return { thread, message }
    },
    changeThread(id, { name, isArchived, isLocked, tags }) {
      const channel = world.channel(id)
      const { thread } = channel
      if (thread === undefined) throw new Error(`${channel.name} is no thread.`)
      channel.name = name ?? channel.name
      channel.appliedTags = tags ?? channel.appliedTags
      thread.isLocked = isLocked ?? thread.isLocked
      if (isArchived !== undefined && isArchived !== thread.isArchived) {
        thread.isArchived = isArchived
        thread.archiveChangedAt = new Date().toISOString()
      }
      emitThread(state, 'THREAD_UPDATE', channel)
    },
    deleteThread(id) {
      const thread = world.channel(id)
      const sawIt = canSee(world, world.appId, thread)
      world.removeChannel(id)
      store.forgetChannel(id)
      emitThreadDeleted(state, thread, sawIt)
    },
    joinThread: (id, user) => joinThread(state, world.channel(id), user),
    leaveThread: (id, user) => leaveThread(state, world.channel(id), user),
  }
}
