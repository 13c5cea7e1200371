import { ButtonStyle, ChannelType, ComponentType, SelectMenuDefaultValueType } from 'discord.js'
import type { BackfillState } from '../../history/backfill-desk.ts'
import type { MessageBody } from '../../render/message-body.ts'
import type { DiscordWords } from '../../words/discord-words.ts'
import { button, plainBody, row } from '../parts/message-parts.ts'
import { nameMissing } from '../parts/name-missing.ts'
import { type ConfigControl, configId } from './config-id.ts'
import type { Config } from './read-config.ts'

const LANGUAGES = ['auto', 'en', 'ja'] as const

/** The switches of a server and of one of its channels. @param notice said below, such as why nothing was changed */
export function configPanel(config: Config, words: DiscordWords, notice?: string): MessageBody {
  const server = [`### ${words.config.title}`, ...serverLines(words)].join('\n')
  const channel = [...channelLines(config, words), ...(notice === undefined ? [] : [`**${notice}**`])].join('\n')
  const { language, channels, switches, past } = panelRows(config, words)
  const text = (content: string) => ({ type: ComponentType.TextDisplay as const, content })
  const sections = [
    text(server),
    language,
    { type: ComponentType.Separator as const },
    text(channel),
    channels,
    switches,
    past,
  ]
  return {
    kind: 'laid-out',
    components: [{ type: ComponentType.Container, components: sections }],
    plain: plainBody(`${server}\n\n${channel}`, language, channels, switches, past),
  }
}

function serverLines({ config }: DiscordWords): string[] {
  return [`**${config.server}**`, `-# ${config.threads}: ${config.threadsHint}`]
}

function channelLines(config: Config, words: DiscordWords): string[] {
  const { channel, backfill, missing, hasMessageContent } = config
  const text = words.config
  const progress = describeBackfill(backfill, words)
  return [
    `**${text.channel(`<#${channel.id}>`)}**`,
    `-# ${text.followUps}: ${text.followUpsHint}`,
    `-# ${text.remember}: ${text.rememberHint}`,
    ...(isForum(config) ? [`-# ${text.answerPosts}: ${text.answerPostsHint}`] : []),
    ...(progress === undefined ? [] : [progress]),
    ...(hasMessageContent ? [] : [text.noMessageContent]),
    ...(missing.length === 0 ? [] : [text.missing(nameMissing(missing, words))]),
  ]
}

function panelRows(config: Config, words: DiscordWords) {
  const { channel, guild, switches } = config
  const text = words.config
  const toggle = (control: ConfigControl, name: string, isOn: boolean) =>
    button({
      id: configId(control, channel.id, !isOn),
      label: text.switch(name, isOn),
      style: isOn ? ButtonStyle.Success : ButtonStyle.Secondary,
    })
  const language = row({
    type: ComponentType.StringSelect,
    custom_id: configId('language', channel.id),
    options: LANGUAGES.map((value) => ({
      label: text.languages[value],
      value,
      default: value === (guild.language ?? 'auto'),
    })),
  })
  const channels = row({
    type: ComponentType.ChannelSelect,
    custom_id: configId('channel', channel.id),
    placeholder: text.pickChannel,
    channel_types: [
      ChannelType.GuildText,
      ChannelType.GuildAnnouncement,
      ChannelType.GuildVoice,
      ChannelType.GuildForum,
    ],
    default_values: [{ id: channel.id, type: SelectMenuDefaultValueType.Channel }],
  })
  const buttons = row(
    toggle('threads', text.threads, guild.threads),
    toggle('followUps', text.followUps, switches.followUps),
    toggle('remember', text.remember, switches.remember),
    ...(isForum(config) ? [toggle('answerPosts', text.answerPosts, switches.answerPosts)] : []),
  )
  const past = row(
    button({ id: configId('days', channel.id), label: text.readPast, isDisabled: !switches.remember }),
    button({ id: configId('refresh', channel.id), label: text.refresh }),
  )
  return { language, channels, switches: buttons, past }
}

function isForum({ channel }: Config): boolean {
  return channel.kind === 'forum'
}

function describeBackfill(state: BackfillState, { backfill }: DiscordWords): string | undefined {
  return state.kind === 'none' ? undefined : backfill[state.kind](state.messages)
}
