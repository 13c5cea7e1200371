import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js'
import { choice, described, textOption } from './define-option.ts'

/** Names of the commands, as Discord sends them, whatever the language. */
export const COMMANDS = {
  ask: 'ask',
  search: 'search',
  sources: 'sources',
  forget: 'forget',
  feedback: 'feedback',
  help: 'help',
  kiku: 'kiku',
  askAbout: 'Ask about this message',
  summarise: 'Summarise from here',
} as const

/** Of `/kiku`. */
export const CONFIG = 'config'

const { GuildInstall, UserInstall } = ApplicationIntegrationType
const { Guild, BotDM, PrivateChannel } = InteractionContextType

/** Servers, direct messages with Kiku, and wherever somebody brings it along who installed it for themselves. */
const EVERYWHERE = { integration_types: [GuildInstall, UserInstall], contexts: [Guild, BotDM, PrivateChannel] }
const { Attachment, Channel, Subcommand } = ApplicationCommandOptionType

/** All of Kiku's commands (https://discord.com/developers/docs/interactions/application-commands). */
export const COMMAND_DEFINITIONS: readonly RESTPostAPIApplicationCommandsJSONBody[] = [
  {
    ...described(['ask', '質問'], ['Ask Kiku a question', 'Kikuに質問します']),
    ...EVERYWHERE,
    options: [
      textOption(['question', '質問'], ['What you would like to know', '知りたいこと'], {
        required: true,
        autocomplete: true,
        max_length: 4_000,
      }),
      textOption(['search', '検索'], ['Whether to search before answering', '答える前に検索するか'], {
        choices: [
          choice('auto', 'Decide for me', 'おまかせ'),
          choice('always', 'Always search', '必ず検索する'),
          choice('never', 'Never search', '検索しない'),
        ],
      }),
      textOption(['private', '自分だけ'], ['Whether only you see the answer', '答えを自分だけに表示するか'], {
        choices: [choice('yes', 'Yes', 'はい'), choice('no', 'No', 'いいえ')],
      }),
      {
        ...described(['file', 'ファイル'], ['A file that the question is about', '質問に関係するファイル']),
        type: Attachment,
      },
    ],
  },
  {
    ...described(
      ['search', '検索'],
      ['Find passages in what you may read, without an answer', '答えを作らずに、該当する箇所を探します'],
    ),
    ...EVERYWHERE,
    options: [
      textOption(['query', '言葉'], ['What to look for', '探したいこと'], {
        required: true,
        autocomplete: true,
        max_length: 1_000,
      }),
    ],
  },
  {
    ...described(['sources', '出典'], ['What Kiku can read for you here', 'ここであなたのために読める情報源']),
    ...EVERYWHERE,
    options: [
      textOption(['filter', '絞り込み'], ['Part of a name', '名前の一部'], { autocomplete: true, max_length: 100 }),
    ],
  },
  {
    ...described(['forget', '忘れる'], ['Delete what Kiku remembers', 'Kikuが覚えていることを消します']),
    ...EVERYWHERE,
    options: [
      textOption(['what', '対象'], ['What to forget; you are asked once more', '消すもの（実行前に確認します）'], {
        required: true,
        choices: [
          choice('me', 'Everything I have written', '自分が書いたことすべて'),
          choice('conversation', 'This conversation', 'この会話'),
          choice('channel', 'This channel', 'このチャンネル'),
        ],
      }),
    ],
  },
  {
    ...described(['feedback', '感想'], ['Say whether an answer was helpful', '回答が役に立ったかどうかを知らせます']),
    ...EVERYWHERE,
    options: [
      textOption(['verdict', '評価'], ['Was it helpful?', '役に立ちましたか'], {
        required: true,
        choices: [choice('up', 'Helpful', '役に立った'), choice('down', 'Not helpful', '役に立たなかった')],
      }),
      textOption(
        ['answer', '回答'],
        ['Which answer, by your question; else the last', 'どの質問への回答か（既定は最後のもの）'],
        {
          autocomplete: true,
          max_length: 1_000,
        },
      ),
      textOption(['reason', '理由'], ['Why, in your own words', '理由を自由に書いてください'], { max_length: 1_000 }),
    ],
  },
  { ...described(['help', 'ヘルプ'], ['What Kiku can do for you', 'Kikuにできること']), ...EVERYWHERE },
  {
    ...described(['kiku', 'kiku'], ['Kiku in this server', 'このサーバーのKiku']),
    integration_types: [GuildInstall],
    contexts: [Guild],
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      {
        ...described(
          [CONFIG, '設定'],
          ['What Kiku does in this server and its channels', 'サーバーとチャンネルでの動作'],
        ),
        type: Subcommand,
        options: [
          {
            ...described(['channel', 'チャンネル'], ['Which channel; else this one', '対象（既定はこのチャンネル）']),
            type: Channel,
            channel_types: [
              ChannelType.GuildText,
              ChannelType.GuildAnnouncement,
              ChannelType.GuildVoice,
              ChannelType.GuildForum,
            ],
          },
        ],
      },
    ],
  },
  {
    type: ApplicationCommandType.Message,
    name: COMMANDS.askAbout,
    name_localizations: { ja: 'このメッセージについて質問' },
    ...EVERYWHERE,
  },
  {
    type: ApplicationCommandType.Message,
    name: COMMANDS.summarise,
    name_localizations: { ja: 'ここから要約' },
    ...EVERYWHERE,
  },
]
