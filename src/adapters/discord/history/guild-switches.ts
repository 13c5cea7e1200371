import type { ChannelSettings, GuildSettings } from '../discord-options.ts'

/** What people who manage a server have chosen for it and its channels. */
export interface GuildSwitches {
  /** @returns what was written, and the defaults for the rest */
  readGuild(guild: string): Promise<GuildSettings>
  writeGuild(guild: string, settings: GuildSettings): Promise<void>
  /** @param channel of a thread, the channel that it belongs to */
  readChannel(guild: string, channel: string): Promise<ChannelSettings>
  writeChannel(guild: string, channel: string, settings: ChannelSettings): Promise<void>
  /** Kiku has left: the choices go, too. */
  removeGuild(guild: string): Promise<void>
}
