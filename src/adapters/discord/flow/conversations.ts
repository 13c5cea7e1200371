import { z } from 'zod'
import type { ChatHost } from '../../../ports/chat-host.ts'
import { type DiscordChannel, placeIn } from '../directory/directory.ts'
import { DIRECT, type DiscordPlace, parseThreadId, timeOf } from '../discord-ids.ts'

/** Says which conversation a message belongs to, where Discord has none of its own for it. */
export interface Conversations {
  /**
   * A thread is one conversation. In channels a reply goes on with the conversation that it replies to, and anything else
   * begins a new one. In a direct message it goes on until there was a long pause.
   * @param message id of the message, or of the command
   */
  placeOf(channel: DiscordChannel, message: string, replyTo?: string): Promise<DiscordPlace>
}

/** After so long a pause in a direct message something new is meant. */
const PAUSE_MS = 60 * 60_000

const Conversation = z.object({ root: z.string(), last: z.string() })

/** Of direct messages, the one that goes on is kept in the settings as `discord:dm:<channel>`. */
export function createConversations({ settings, replies, records }: ConversationPorts): Conversations {
  const nameOf = (channel: string) => `discord:${DIRECT}:${channel}`

  async function placeOfReply({ guild, id }: DiscordChannel, replyTo: string): Promise<DiscordPlace | undefined> {
    const reply = await replies.find({ surface: 'discord', workspace: guild, channel: id, messageId: replyTo })
    const question = await records.findQuestion(reply?.turnId ?? `discord:${guild}:${id}:${replyTo}`)
    const place = question === undefined ? undefined : parseThreadId(question.threadId)
    // A private answer is nobody else's to go on with.
    return place === undefined || place.isPrivate ? undefined : place
  }

  async function rootOfDirect(channel: string, message: string): Promise<string> {
    const before = parseConversation(await settings.get(nameOf(channel)))
    if (before !== undefined && timeOf(message) < timeOf(before.last)) return before.root
    const isNew = before === undefined || timeOf(message) - timeOf(before.last) > PAUSE_MS
    const root = isNew ? message : before.root
    await settings.set(nameOf(channel), JSON.stringify({ root, last: message }))
    return root
  }

  return {
    async placeOf(channel, message, replyTo) {
      switch (channel.kind) {
        case 'public-thread':
        case 'private-thread':
          return placeIn(channel, channel.id)
        case 'direct':
        case 'group': {
          const root = await rootOfDirect(channel.id, message)
          const replied = replyTo === undefined ? undefined : await placeOfReply(channel, replyTo)
          return replied ?? placeIn(channel, root)
        }
        default:
          return (replyTo && (await placeOfReply(channel, replyTo))) || placeIn(channel, message)
      }
    },
  }
}

export type ConversationPorts = Pick<ChatHost, 'settings' | 'replies'> & {
  readonly records: Pick<ChatHost['records'], 'findQuestion'>
}

function parseConversation(value: string | undefined): z.infer<typeof Conversation> | undefined {
  try {
    return value === undefined ? undefined : Conversation.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}
