import { type DiscordChannel, readingChannelOf } from '../directory/directory.ts'
import { type DiscordPlace, privatePlace } from '../discord-ids.ts'
import type { Interaction } from './interaction.ts'

/** The channel or thread in which something was clicked. @returns undefined where Kiku is not, or Discord does not tell */
export async function channelHere({ desk, where, signal }: Interaction): Promise<DiscordChannel | undefined> {
  if (where.context === 'elsewhere') return undefined
  const known = desk.directory.peekChannel(where.channelId)
  const channel = known ?? (await desk.directory.findChannel(where.channelId, where.guild, signal))
  return channel?.guild === where.guild ? channel : undefined
}

/** The channel that decides who reads what stands where something was clicked. */
export async function readingChannelHere(interaction: Interaction): Promise<string> {
  const channel = await channelHere(interaction)
  return channel === undefined ? interaction.where.channelId : readingChannelOf(channel)
}

/** A place for the audience of what is shown to one person, outside of any conversation. */
export async function placeForPerson(interaction: Interaction): Promise<DiscordPlace> {
  const { guild } = interaction.where
  return privatePlace({ guild, channel: await readingChannelHere(interaction) }, 'none')
}
