import { compareIds, momentOf, type Snowflakes } from '../snowflakes.ts'
import { createMessage, type DiscordMessage, type NewMessage } from './message.ts'

/** All messages that stand, ephemeral ones included. */
export interface MessageStore {
  /** @param message its id is made where it has none */
  add(message: NewMessage): DiscordMessage
  /** Only where it was not deleted. */
  find(id: string): DiscordMessage | undefined
  /** Everything in a channel, oldest first. */
  inChannel(channel: string): readonly DiscordMessage[]
  remove(message: DiscordMessage): void
  forgetChannel(channel: string): void
  /** The message that an author sent with a nonce since some moment (epoch milliseconds). */
  findByNonce(author: string, nonce: string | number, since: number): DiscordMessage | undefined
}

export function createMessageStore(snowflakes: Snowflakes): MessageStore {
  const channels = new Map<string, DiscordMessage[]>()
  const byId = new Map<string, DiscordMessage>()
  const byNonce = new Map<string, DiscordMessage>()

  return {
    add(message) {
      const id = message.id ?? snowflakes.next()
      if (byId.has(id)) throw new Error(`The Discord peer has two messages ${id}.`)
      const added = createMessage({ ...message, id, at: message.at ?? momentOf(id) })
      const inChannel = channels.get(added.channelId) ?? []
      let at = inChannel.length
      // Nearly always the newest.
      while (at > 0 && compareIds(inChannel[at - 1]?.id ?? '0', id) > 0) at -= 1
      inChannel.splice(at, 0, added)
      channels.set(added.channelId, inChannel)
      byId.set(id, added)
      if (added.nonce !== undefined) byNonce.set(`${added.authorId}/${added.nonce}`, added)
      return added
    },
    find: (id) => byId.get(id),
    inChannel: (channel) => channels.get(channel) ?? [],
    remove(message) {
      message.isDeleted = true
      byId.delete(message.id)
      const inChannel = channels.get(message.channelId) ?? []
      const at = inChannel.indexOf(message)
      if (at >= 0) inChannel.splice(at, 1)
    },
    forgetChannel(channel) {
      for (const message of channels.get(channel) ?? []) {
        message.isDeleted = true
        byId.delete(message.id)
      }
      channels.delete(channel)
    },
    findByNonce(author, nonce, since) {
      const found = byNonce.get(`${author}/${nonce}`)
      return found !== undefined && !found.isDeleted && found.at >= since ? found : undefined
    },
  }
}
