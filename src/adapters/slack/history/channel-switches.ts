import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'
import type { ChannelSettings } from '../slack-options.ts'

/** What the members of a channel have chosen for it. */
export interface ChannelSwitches {
  /** @returns what was written, and the defaults for the rest */
  read(channel: string): Promise<ChannelSettings>
  /** Resolves when the choice is kept. */
  write(channel: string, settings: ChannelSettings): Promise<void>
}

export interface ChannelSwitchesOptions {
  readonly settings: SettingStore
  readonly team: string
  readonly defaults: ChannelSettings
  /** Channels of which the switches are kept at hand. */
  readonly most?: number
}

// Permissive: what an older or newer Kiku wrote, and what is damaged, falls back to the defaults.
const Switches = z
  .object({ followUps: z.boolean().optional().catch(undefined), remember: z.boolean().optional().catch(undefined) })
  .catch({})

/** Kept in the settings as `slack:<team>:channel:<channel>`, so that they outlive a restart. */
export function createChannelSwitches(options: ChannelSwitchesOptions): ChannelSwitches {
  const { settings, team, defaults, most = 2_000 } = options
  const known = new Map<string, ChannelSettings>()
  const nameOf = (channel: string) => `slack:${team}:channel:${channel}`
  const keep = (channel: string, switches: ChannelSettings) => {
    known.delete(channel)
    known.set(channel, switches)
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
    return switches
  }
  return {
    async read(channel) {
      const atHand = known.get(channel)
      if (atHand !== undefined) return atHand
      const { followUps, remember } = Switches.parse(parseJson(await settings.get(nameOf(channel))))
      // What was written in the meantime is newer than what was just read.
      const written = known.get(channel)
      return (
        written ??
        keep(channel, { followUps: followUps ?? defaults.followUps, remember: remember ?? defaults.remember })
      )
    },
    async write(channel, { followUps, remember }) {
      await settings.set(nameOf(channel), JSON.stringify({ followUps, remember }))
      keep(channel, { followUps, remember })
    },
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}')
  } catch {
    return {}
  }
}
