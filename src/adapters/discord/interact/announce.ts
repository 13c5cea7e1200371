import { Routes } from 'discord.js'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { toWireBody } from '../api/to-wire-body.ts'
import type { DiscordWords } from '../words/discord-words.ts'
import { discordWords } from '../words/words.ts'
import type { Interaction } from './interaction.ts'
import { plainBody } from './parts/message-parts.ts'

const ANNOUNCE_MS = 10_000
const DONE = z.unknown()

/**
 * Tells everyone in a channel what somebody has Kiku do there, in the language of the server. A forum is told with a post
 * of its own.
 * @param write is given who it was, as a mention that calls nobody
 * @returns whether it is told
 */
export async function announce(
  channel: string,
  write: (words: DiscordWords, user: string) => string,
  { desk, person, where, signal }: Interaction,
): Promise<boolean> {
  try {
    const words = discordWords(await languageOf(where.guild, desk))
    const message = toWireBody(plainBody(write(words, `<@${person.id}>`)))
    const found = await desk.directory.findChannel(channel, where.guild, signal)
    const isForum = found?.kind === 'forum'
    const route = isForum ? Routes.threads(channel) : Routes.channelMessages(channel)
    const body = isForum ? { name: words.config.announcementTitle, message } : message
    await desk.api.call({ method: 'POST', route, body, schema: DONE, signal, timeoutMs: ANNOUNCE_MS })
    return true
  } catch (thrown) {
    signal.throwIfAborted()
    desk.telemetry.warn('discord-announcement-failed', { channel, code: toKikuError(thrown).code })
    return false
  }
}

async function languageOf(guild: string, desk: Interaction['desk']): Promise<'en' | 'ja'> {
  const { language } = await desk.switches.readGuild(guild)
  return language ?? desk.directory.languageOf(guild) ?? desk.language
}
