import { Routes } from 'discord.js'
import { z } from 'zod'
import type { Clock } from '../../../ports/clock.ts'
import type { DiscordApi } from '../api/discord-api.ts'

/** Shows in channels that Kiku is typing. */
export interface Typing {
  /** Shows it where it does not show already. Never throws: nothing depends on it. */
  show(channelId: string, signal: AbortSignal): Promise<void>
  /** Says that Kiku has posted, which ends it. */
  end(channelId: string): void
}

/** It shows for ten seconds, or until Kiku posts (https://discord.com/developers/docs/resources/channel#trigger-typing-indicator). */
const RENEW_MS = 8_000
const TYPING_MS = 3_000
/** Channels that are remembered. */
const MOST = 1_000
const DONE = z.unknown()

export function createTyping({ api, clock }: { readonly api: DiscordApi; readonly clock: Clock }): Typing {
  const shownAt = new Map<string, number>()
  return {
    async show(channelId, signal) {
      const now = clock.elapsed()
      if (signal.aborted || now - (shownAt.get(channelId) ?? Number.NEGATIVE_INFINITY) < RENEW_MS) return
      shownAt.delete(channelId)
      shownAt.set(channelId, now)
      const [oldest] = shownAt.keys()
      if (shownAt.size > MOST && oldest !== undefined) shownAt.delete(oldest)
      const route = Routes.channelTyping(channelId)
      const limits = { signal, timeoutMs: TYPING_MS, isRepeatable: true }
      await api.call({ method: 'POST', route, schema: DONE, ...limits }).catch(() => {})
    },
    end: (channelId) => void shownAt.delete(channelId),
  }
}
