import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'
import { createKeptSwitches } from '../../common/chat/kept-switches.ts'
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

/** Kept in the settings as `slack:<team>:channel:<channel>`, so that they outlive a restart. */
export function createChannelSwitches(options: ChannelSwitchesOptions): ChannelSwitches {
  const { settings, team, defaults, most } = options
  const nameOf = (channel: string) => `slack:${team}:channel:${channel}`
  const schema = z
    .object({
      followUps: z.boolean().default(defaults.followUps).catch(defaults.followUps),
      remember: z.boolean().default(defaults.remember).catch(defaults.remember),
    })
    .catch(defaults)
  const switches = createKeptSwitches({ settings, schema, ...(most === undefined ? {} : { most }) })
  return {
    read: (channel) => switches.read(nameOf(channel)),
    write: (channel, { followUps, remember }) => switches.write(nameOf(channel), { followUps, remember }),
  }
}
