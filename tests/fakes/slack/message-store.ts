import { createMessage, type NewMessage, type SlackMessage } from './message.ts'

/** The messages of the workspace. */
export interface MessageStore {
  /** A timestamp that no other message has. @param at epoch milliseconds; now by default */
  nextTs(at?: number): string
  add(message: NewMessage & { readonly team: string }): SlackMessage
  find(channel: string, ts: string): SlackMessage | undefined
  remove(message: SlackMessage): void
  /** Everything in a channel, oldest first. */
  inChannel(channel: string): readonly SlackMessage[]
  /** The head and its replies, oldest first. */
  inThread(channel: string, threadTs: string): readonly SlackMessage[]
  countReplies(channel: string, threadTs: string): number
  forgetChannel(channel: string): void
}

interface ChannelMessages {
  /** Oldest first. */
  readonly all: SlackMessage[]
  readonly byTs: Map<string, SlackMessage>
  readonly replies: Map<string, SlackMessage[]>
}

/** @param keepMessages how many messages a channel keeps; the oldest go first */
export function createMessageStore(keepMessages: number): MessageStore {
  const channels = new Map<string, ChannelMessages>()
  let lastMicros = 0

  const inChannel = (channel: string): ChannelMessages => {
    const known = channels.get(channel) ?? { all: [], byTs: new Map(), replies: new Map() }
    channels.set(channel, known)
    return known
  }
  const drop = (kept: ChannelMessages, message: SlackMessage) => {
    take(kept.all, message)
    kept.byTs.delete(message.ts)
    const thread = message.threadTs ?? message.ts
    const replies = kept.replies.get(thread)
    if (replies === undefined) return
    take(replies, message)
    if (replies.length === 0) kept.replies.delete(thread)
  }
  const nextTs = (at?: number) => {
    if (at !== undefined) return toTs(Math.round(at * 1000))
    lastMicros = Math.max(Date.now() * 1000, lastMicros + 1)
    return toTs(lastMicros)
  }

  return {
    nextTs,
    add(message) {
      const added = createMessage({ ...message, ts: message.ts ?? nextTs() })
      const kept = inChannel(added.channel)
      if (kept.byTs.has(added.ts))
        throw new Error(`The Slack peer has two messages at ${added.ts} in ${added.channel}.`)
      insert(kept.all, added)
      kept.byTs.set(added.ts, added)
      if (added.threadTs !== undefined && added.threadTs !== added.ts) {
        const replies = kept.replies.get(added.threadTs) ?? []
        insert(replies, added)
        kept.replies.set(added.threadTs, replies)
        const head = kept.byTs.get(added.threadTs)
        if (head !== undefined) head.threadTs = head.ts
      }
      const oldest = kept.all[0]
      if (kept.all.length > keepMessages && oldest !== undefined) drop(kept, oldest)
      return added
    },
    find: (channel, ts) => channels.get(channel)?.byTs.get(ts),
    remove: (message) => drop(inChannel(message.channel), message),
    inChannel: (channel) => channels.get(channel)?.all ?? [],
    inThread(channel, threadTs) {
      const kept = channels.get(channel)
      const head = kept?.byTs.get(threadTs)
      return [...(head === undefined ? [] : [head]), ...(kept?.replies.get(threadTs) ?? [])]
    },
    countReplies: (channel, threadTs) => channels.get(channel)?.replies.get(threadTs)?.length ?? 0,
    forgetChannel: (channel) => void channels.delete(channel),
  }
}

/** Seconds, a dot, six digits. */
function toTs(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`
}

/** Keeps a list in the order of time. Nearly always the message is the newest. */
function insert(messages: SlackMessage[], message: SlackMessage): void {
  let at = messages.length
  while (at > 0 && compareTs(messages[at - 1]?.ts ?? '', message.ts) > 0) at -= 1
  messages.splice(at, 0, message)
}

function take(messages: SlackMessage[], message: SlackMessage): void {
  const at = messages.indexOf(message)
  if (at >= 0) messages.splice(at, 1)
}

/** Below zero where the first is older. */
export function compareTs(first: string, second: string): number {
  const [seconds = '0', micros = ''] = first.split('.')
  const [otherSeconds = '0', otherMicros = ''] = second.split('.')
  const difference = Number(seconds) - Number(otherSeconds)
  return difference !== 0 ? difference : Number(micros.padEnd(6, '0')) - Number(otherMicros.padEnd(6, '0'))
}
