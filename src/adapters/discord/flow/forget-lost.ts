import { parseThreadId, threadIdOf } from '../discord-ids.ts'
import type { Arrival } from '../receive/arrival.ts'
import { forgetAllNotes } from './attached-files.ts'
import type { DiscordParts } from './discord-parts.ts'

type Lost = Extract<Arrival, { readonly kind: 'channel-lost' | 'thread-lost' | 'guild-lost' }>

/** Forgets what stood in a place that is gone, and ends the answers that were being made there. */
export async function forgetLost(lost: Lost, parts: DiscordParts): Promise<void> {
  const { host, running, backfill, parents, switches } = parts
  const { guild } = lost
  switch (lost.kind) {
    case 'channel-lost': {
      // A private thread is a channel of its own to Kiku, and goes with the channel that it hangs on.
      const channels = [lost.channelId, ...(await parents.listOf(guild, lost.channelId))]
      for (const channel of channels) await forgetChannel(guild, channel, parts)
      return
    }
    case 'thread-lost': {
      const { threadId, parentId } = lost
      const conversation = threadIdOf({ guild, channel: parentId, root: threadId })
      await backfill.cancel({ guild, channel: threadId })
      running.stopWhere((about) => about.threadId === conversation, 'deleted')
      await host.memory.forgetThread(conversation)
      return forgetChannel(guild, threadId, parts)
    }
    case 'guild-lost': {
      for (const channel of await host.memory.listChannels({ surface: 'discord', workspace: guild })) {
        await backfill.cancel({ guild, channel })
      }
      running.stopWhere(({ threadId }) => parseThreadId(threadId)?.guild === guild, 'deleted')
      await host.memory.forgetWorkspace({ surface: 'discord', workspace: guild })
      await Promise.all([switches.removeGuild(guild), parents.removeGuild(guild), forgetAllNotes(guild, host)])
    }
  }
}

async function forgetChannel(guild: string, channel: string, parts: DiscordParts): Promise<void> {
  await parts.backfill.cancel({ guild, channel })
  parts.running.stopWhere(({ threadId }) => isIn(threadId, guild, channel), 'deleted')
  await parts.host.memory.forgetChannel({ surface: 'discord', workspace: guild, channel })
  await forgetAllNotes(`${guild}:${channel}`, parts.host)
}

function isIn(threadId: string, guild: string, channel: string): boolean {
  const place = parseThreadId(threadId)
  return place?.guild === guild && place.channel === channel
}
