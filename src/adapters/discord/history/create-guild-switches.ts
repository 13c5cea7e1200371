import { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'
import { createKeptSwitches } from '../../common/chat/kept-switches.ts'
import type { ChannelSettings, GuildSettings } from '../discord-options.ts'
import type { GuildSwitches } from './guild-switches.ts'

export interface GuildSwitchesOptions {
  readonly settings: SettingStore
  readonly guildDefaults: GuildSettings
  readonly channelDefaults: ChannelSettings
  /** Servers, and channels, of which the switches are kept at hand. */
  readonly most?: number
}

/** Kept in the settings as `discord:<guild>:guild` and `discord:<guild>:channel:<channel>`. */
export function createGuildSwitches(options: GuildSwitchesOptions): GuildSwitches {
  const { settings, guildDefaults, channelDefaults, most } = options
  const atMost = most === undefined ? {} : { most }
  const guilds = createKeptSwitches({
    ...{ settings, schema: guildSchema(guildDefaults), ...atMost },
    // What was left to the server is told from what nobody has chosen yet.
    toJson: ({ language, threads }) => ({ language: language ?? null, threads }),
  })
  const channels = createKeptSwitches({ settings, schema: channelSchema(channelDefaults), ...atMost })
  const nameOfGuild = (guild: string) => `discord:${guild}:guild`
  const nameOfChannel = (guild: string, channel: string) => `discord:${guild}:channel:${channel}`
  return {
    readGuild: (guild) => guilds.read(nameOfGuild(guild)),
    writeGuild: (guild, { language, threads }) => guilds.write(nameOfGuild(guild), { language, threads }),
    readChannel: (guild, channel) => channels.read(nameOfChannel(guild, channel)),
    writeChannel: (guild, channel, { followUps, remember, answerPosts }) =>
      channels.write(nameOfChannel(guild, channel), { followUps, remember, answerPosts }),
    async removeGuild(guild) {
      await guilds.remove(nameOfGuild(guild))
      for (const { name } of await settings.list(nameOfChannel(guild, ''))) await channels.remove(name)
    },
  }
}

function guildSchema(defaults: GuildSettings): z.ZodType<GuildSettings> {
  const { language = null, threads } = defaults
  return z
    .object({
      language: z
        .enum(['en', 'ja'])
        .nullable()
        .default(language)
        .catch(language)
        .transform((chosen) => chosen ?? undefined),
      threads: z.boolean().default(threads).catch(threads),
    })
    .catch({ language: language ?? undefined, threads })
}

function channelSchema(defaults: ChannelSettings): z.ZodType<ChannelSettings> {
  const { followUps, remember, answerPosts } = defaults
  return z
    .object({
      followUps: z.boolean().default(followUps).catch(followUps),
      remember: z.boolean().default(remember).catch(remember),
      answerPosts: z.boolean().default(answerPosts).catch(answerPosts),
    })
    .catch(defaults)
}
