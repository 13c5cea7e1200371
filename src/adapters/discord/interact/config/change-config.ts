import type { DiscordChannel } from '../../directory/directory.ts'
import type { ChannelSettings, GuildSettings } from '../../discord-options.ts'
import { announce } from '../announce.ts'
import type { ClickData, Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { mayManageServer } from '../people.ts'
import { type ConfigChoice, parseConfigId } from './config-id.ts'
import { configPanel } from './config-panel.ts'
import { daysForm } from './days-form.ts'
import { findConfigured, readConfig } from './read-config.ts'

/** Does what was clicked in the panel, and shows it as it is then. */
export async function changeConfig(rest: string, click: ClickData, interaction: Interaction): Promise<void> {
  const { where, words, respond, signal } = interaction
  const choice = parseConfigId(rest)
  if (choice === undefined) return await respond.say(plainBody(words.stale.button), signal)
  // Between opening and clicking, somebody may have taken the permission away.
  if (where.context !== 'guild' || !mayManageServer(where)) {
    return await respond.say(plainBody(words.config.notAllowed), signal)
  }
  // A form has to be the first response. Whether the channel is remembered is asked when it comes back.
  if (choice.control === 'days') return await respond.openForm(daysForm(choice.channel, words), signal)
  await respond.deferUpdate(signal)
  const wanted = choice.control === 'channel' ? (click.values[0] ?? choice.channel) : choice.channel
  const channel = await findConfigured(wanted, interaction)
  if (channel === undefined) return await respond.say(plainBody(words.config.unknownChannel), signal)
  const notice = await change(choice, click, channel, interaction)
  await respond.update(configPanel(await readConfig(channel, interaction), words, notice), signal)
}

/** @returns what there is to say about it */
async function change(
  { control, isOn }: ConfigChoice,
  click: ClickData,
  channel: DiscordChannel,
  interaction: Interaction,
): Promise<string | undefined> {
  switch (control) {
    case 'language':
      return await changeGuild({ language: readLanguage(click.values[0]) }, interaction)
    case 'threads':
      return await changeGuild({ threads: isOn }, interaction)
    case 'followUps':
      return await changeChannel(channel, { followUps: isOn }, interaction)
    case 'answerPosts':
      return await changeChannel(channel, { answerPosts: isOn }, interaction)
    case 'remember':
      return await (isOn ? beginToRemember(channel, interaction) : ceaseToRemember(channel, interaction))
    case 'channel':
    case 'days':
    case 'refresh':
      return undefined
  }
}

/** Nobody is remembered unannounced: where the channel cannot be told, it stays off. */
async function beginToRemember(channel: DiscordChannel, interaction: Interaction): Promise<string | undefined> {
  const { desk, where, words } = interaction
  const { remember } = await desk.switches.readChannel(where.guild, channel.id)
  // Somebody else was quicker, and the channel knows.
  if (remember) return undefined
  const isTold = await announce(channel.id, ({ config }, user) => config.announcement(user), interaction)
  return isTold ? await changeChannel(channel, { remember: true }, interaction) : words.config.cannotAnnounce
}

async function ceaseToRemember(channel: DiscordChannel, interaction: Interaction): Promise<string> {
  const { desk, where, words } = interaction
  await changeChannel(channel, { remember: false }, interaction)
  await desk.backfill.cancel({ guild: where.guild, channel: channel.id })
  return words.config.stillRemembered
}

async function changeGuild(change: Partial<GuildSettings>, { desk, where }: Interaction): Promise<undefined> {
  const settings = { ...(await desk.switches.readGuild(where.guild)), ...change }
  await desk.switches.writeGuild(where.guild, settings)
  const { language = null, threads } = settings
  desk.telemetry.info('discord-guild-settings-changed', { guild: where.guild, language, threads })
}

async function changeChannel(
  { id }: DiscordChannel,
  change: Partial<ChannelSettings>,
  { desk, where }: Interaction,
): Promise<undefined> {
  const { followUps, remember, answerPosts } = { ...(await desk.switches.readChannel(where.guild, id)), ...change }
  await desk.switches.writeChannel(where.guild, id, { followUps, remember, answerPosts })
  desk.telemetry.info('discord-channel-settings-changed', { channel: id, followUps, remember, answerPosts })
}

function readLanguage(value: string | undefined): 'en' | 'ja' | undefined {
  return value === 'en' || value === 'ja' ? value : undefined
}
