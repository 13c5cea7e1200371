import type { ChatHost } from '../../../ports/chat-host.ts'
import type { RecentChanges } from '../../common/chat/recent-changes.ts'
import type { DiscordIdentity } from '../api/discord-api.ts'
import type { DiscordChannel, DiscordDirectory } from '../directory/directory.ts'
import type { Conversations } from '../flow/conversations.ts'
import type { Names } from '../receive/names.ts'
import { readMessage } from '../receive/read-message.ts'
import type { GuildSwitches } from './guild-switches.ts'
import type { HistoryMessage } from './read-history.ts'
import { toMessage } from './to-message.ts'

export interface HistoryPorts {
  readonly host: { readonly intake: Pick<ChatHost['intake'], 'observe'> }
  readonly directory: Pick<DiscordDirectory, 'languageOf'>
  readonly identity: DiscordIdentity
  /** Without them, roles and channels are kept by their ids. */
  readonly names?: Names
  readonly conversations: Conversations
  readonly switches: Pick<GuildSwitches, 'readChannel'>
  readonly changes: RecentChanges
}

/**
 * Remembers messages as if they had just arrived, the oldest first. Those of bots, of Discord, and without words are left.
 * @param channel in which they stand: a channel or a thread
 * @returns how many were handed over
 */
export async function takeInHistory(
  messages: readonly HistoryMessage[],
  channel: DiscordChannel,
  ports: HistoryPorts,
  signal: AbortSignal,
): Promise<number> {
  let taken = 0
  for (const message of messages) {
    signal.throwIfAborted()
    // Switched off, or forgotten, in the middle of a page.
    if (!(await isWanted(channel, ports))) break
    if (await takeIn(message, channel, ports)) taken += 1
  }
  return taken
}

/** Under this name a channel or thread that must not be read any more stands among the recent changes. */
export function nameOfPlace(channelId: string): string {
  return `channel:${channelId}`
}

async function isWanted(
  { guild, id, parentId }: DiscordChannel,
  { switches, changes }: HistoryPorts,
): Promise<boolean> {
  const { remember } = await switches.readChannel(guild, parentId ?? id)
  return remember && (parentId === undefined || changes.find(nameOfPlace(id)) === undefined)
}

async function takeIn({ id, raw }: HistoryMessage, channel: DiscordChannel, ports: HistoryPorts): Promise<boolean> {
  const { host, directory, identity, names, conversations, changes } = ports
  const arrived = readMessage(raw, identity, names)
  if (arrived === undefined || arrived.text.trim() === '') return false
  const place = await conversations.placeOf(channel, id, arrived.replyTo)
  const locale = directory.languageOf(channel.guild)
  // Looked at last: while Discord answered, the message may have been deleted or edited.
  const change = changes.find(id)
  if (change?.kind === 'deleted') return false
  const message = toMessage(change?.kind === 'edited' ? { ...arrived, text: change.text } : arrived, {
    place,
    audience: { labels: [] },
    addressed: false,
    ...(locale === undefined ? {} : { locale }),
  })
  await host.intake.observe(message)
  return true
}
