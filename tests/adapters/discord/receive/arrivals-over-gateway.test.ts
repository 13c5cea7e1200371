import {
  ActionRowBuilder,
  ApplicationCommandType,
  PermissionFlagsBits as Bits,
  ButtonBuilder,
  ButtonStyle,
  ContextMenuCommandBuilder,
  REST,
  Routes,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
} from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { downloadFiles } from '../../../../src/adapters/discord/files/download-files.ts'
import type { Arrival } from '../../../../src/adapters/discord/receive/arrival.ts'
import { BOT_USER, CHANNELS, GUILDS, PEOPLE } from '../../../fakes/discord/discord-server.ts'
import { type Connected, createConnected, never } from './connected.ts'

const { alice, bob, yuki, mona } = PEOPLE
const { office: guild } = GUILDS
let connected: Connected

beforeEach(async () => {
  connected = await createConnected()
  await connected.connection.start(never)
})

afterEach(() => connected.close())

/** What arrives of what somebody does, in its order. */
async function arrivalsOf(act: () => unknown, count: number): Promise<readonly Arrival[]> {
  const { arrivals, arrived } = connected
  const before = arrivals.length
  await act()
  await arrived(before + count)
  return arrivals.slice(before)
}

describe('messages', () => {
  it('arrive with replies, edits and deletions, and without what only Discord did', async () => {
    const { discord } = connected
    const arrived = await arrivalsOf(() => {
      const first = discord.say({
        user: alice,
        channel: CHANNELS.general,
        text: `<@${BOT_USER}> see https://a.example`,
      })
      discord.unfurl(first)
      discord.pin(first)
      discord.edit(first, `<@${BOT_USER}> look`)
      const second = discord.say({ user: bob, channel: CHANNELS.general, text: 'そうだね', replyTo: first })
      discord.remove(first)
      discord.removeMany([second])
    }, 5)

    expect(arrived.map(({ kind }) => kind)).toEqual(['message', 'edited', 'message', 'deleted', 'deleted'])
    expect(arrived[1]).toMatchObject({ message: { text: 'look' }, version: expect.stringMatching(/^\d+$/) })
    expect(arrived[2]).toMatchObject({ message: { author: { name: 'Bob Brown' }, mentionsOthers: true } })
  })

  it('arrive from direct messages, and forwarded, and with files that can be read', async () => {
    const { discord } = connected
    const [first, second] = await arrivalsOf(() => {
      const files = [{ filename: 'plan.txt', content: '計画' }]
      const said = discord.say({ user: yuki, text: '要約して', files })
      discord.forward({ user: yuki, message: said, channel: said.channelId })
    }, 2)
    const files = first?.kind === 'message' ? first.message.files : []

    const [downloaded] = await downloadFiles(files, { cdnUrl: `${discord.url}/`, maxBytes: 1_000 }, never)

    expect(first).toMatchObject({ message: { isDirect: true, guild: 'dm', text: '要約して' } })
    expect(second).toMatchObject({ message: { text: '> 要約して' } })
    expect(downloaded && 'bytes' in downloaded && new TextDecoder().decode(downloaded.bytes)).toBe('計画')
  })

  it('arrive from threads and posts of forums', async () => {
    const { discord } = connected
    const arrived = await arrivalsOf(() => {
      const { thread } = discord.post({ user: alice, forum: CHANNELS.forum, title: 'An idea', text: 'What if?' })
      discord.say({ user: bob, channel: CHANNELS.publicThread, text: 'in a thread' })
      discord.deleteThread(thread.id)
    }, 3)

    expect(arrived.map(({ kind }) => kind)).toEqual(['message', 'message', 'thread-lost'])
    expect(arrived[2]).toMatchObject({ parentId: CHANNELS.forum })
  })

  it('arrive without words where Discord does not let Kiku read them', async () => {
    await connected.close()
    connected = await createConnected({ server: { app: { messageContent: false } } })
    await connected.connection.start(never)
    const { discord } = connected

    const arrived = await arrivalsOf(() => {
      discord.say({ user: alice, channel: CHANNELS.general, text: 'among ourselves' })
      discord.say({ user: alice, channel: CHANNELS.general, text: `<@${BOT_USER}> to you` })
    }, 2)

    expect(arrived).toMatchObject([
      { message: { text: '', isMention: false } },
      { message: { text: 'to you', isMention: true } },
    ])
  })

  it('are reacted to', async () => {
    const { discord } = connected
    const arrived = await arrivalsOf(() => {
      const on = discord.say({ user: alice, channel: CHANNELS.general, text: 'good' })
      discord.react({ user: bob, on, emoji: '👍' })
      discord.unreact({ user: bob, on, emoji: '👍' })
    }, 3)

    expect(arrived.slice(1)).toMatchObject([
      { kind: 'reaction', reaction: { guild, user: bob, emoji: '👍', isAdded: true } },
      { kind: 'reaction', reaction: { guild, user: bob, emoji: '👍', isAdded: false } },
    ])
  })
})

describe('losses', () => {
  it('arrive when channels are deleted or hidden, and when Kiku is put out, but not from an outage', async () => {
    const { discord } = connected
    const arrived = await arrivalsOf(() => {
      discord.setGuildAvailable(GUILDS.partner, false)
      discord.setGuildAvailable(GUILDS.partner, true)
      discord.deleteChannel(CHANNELS.announcements)
      discord.changeChannel(CHANNELS.japanese, { name: '日本語' })
      const deny = [{ id: BOT_USER, kind: 'member' as const, allow: 0n, deny: Bits.ViewChannel }]
      discord.changeChannel(CHANNELS.japanese, { overwrites: deny })
      discord.removeGuild(GUILDS.partner)
    }, 3)

    expect(arrived).toEqual([
      { kind: 'channel-lost', guild, channelId: CHANNELS.announcements },
      { kind: 'channel-lost', guild, channelId: CHANNELS.japanese },
      { kind: 'guild-lost', guild: GUILDS.partner },
    ])
  })

  it('arrive when Kiku is taken out of a private thread', async () => {
    const { discord } = connected
    const arrived = await arrivalsOf(() => discord.leaveThread(CHANNELS.privateThread, BOT_USER), 1)

    expect(arrived).toEqual([
      { kind: 'thread-lost', guild, threadId: CHANNELS.privateThread, parentId: CHANNELS.general },
    ])
  })
})

describe('interactions', () => {
  const ask = new SlashCommandBuilder()
    .setName('ask')
    .setDescription('Ask')
    .setContexts(0, 1, 2)
    .setIntegrationTypes(0, 1)
    .addStringOption((option) =>
      option.setName('question').setDescription('What').setAutocomplete(true).setRequired(true),
    )
    .addAttachmentOption((option) => option.setName('file').setDescription('About'))
  const config = new SlashCommandBuilder()
    .setName('kiku')
    .setDescription('Kiku')
    .addSubcommand((sub) => sub.setName('config').setDescription('Set up'))
  const about = new ContextMenuCommandBuilder()
    .setName('Ask about this message')
    .setType(ApplicationCommandType.Message)

  beforeEach(async () => {
    const rest = new REST({ api: connected.discord.apiUrl, version: '10' }).setToken(connected.discord.token)
    const body = [ask, config, about].map((command) => command.toJSON())
    await rest.put(Routes.applicationCommands(BOT_USER), { body })
  })

  const common = { isAwaited: false } as const

  it('arrive from commands, in servers, directly, and where Kiku is not', async () => {
    const { discord } = connected
    for (const user of [alice, bob]) discord.changeUser(user, { hasInstalled: true })
    const using = { ...common, name: 'ask', options: { question: 'why?', file: { filename: 'a.txt', content: 'a' } } }
    const arrived = await arrivalsOf(async () => {
      await discord.slash({ ...using, user: alice, channel: CHANNELS.general })
      await discord.slash({ ...using, user: yuki })
      await discord.slash({ ...using, user: alice, channel: CHANNELS.foreignGeneral })
      await discord.slash({ ...using, user: bob, channel: CHANNELS.group })
      await discord.slash({ ...common, name: 'kiku config', user: mona, channel: CHANNELS.general })
    }, 5)
    const interactions = arrived.map((arrival) => (arrival.kind === 'interaction' ? arrival.interaction : arrival))

    expect(interactions).toMatchObject([
      {
        kind: 'command',
        options: { question: 'why?' },
        files: [{ name: 'a.txt' }],
        where: { guild, context: 'guild' },
      },
      { locale: 'ja', where: { guild: 'dm', context: 'direct' } },
      { where: { guild: GUILDS.foreign, context: 'elsewhere' } },
      { where: { guild: 'dm', channelId: CHANNELS.group, context: 'elsewhere' } },
      { name: 'kiku', subcommand: 'config' },
    ])
  })

  it('arrive while somebody writes an option, and from the menu of a message', async () => {
    const { discord } = connected
    const on = discord.say({ user: bob, channel: CHANNELS.general, text: '決まった？' })
    const arrived = await arrivalsOf(async () => {
      await discord.autocomplete({
        ...common,
        user: alice,
        channel: CHANNELS.general,
        name: 'ask',
        focused: 'question',
        value: 'wh',
      })
      await discord.messageCommand({ ...common, user: alice, name: 'Ask about this message', on })
    }, 3)

    expect(arrived.slice(1)).toMatchObject([
      { interaction: { kind: 'autocomplete', focused: { name: 'question', value: 'wh' } } },
      { interaction: { kind: 'message-command', target: { id: on.id, text: '決まった？', author: { id: bob } } } },
    ])
  })

  it('arrive from buttons and menus', async () => {
    const { discord, connection } = connected
    const button = new ButtonBuilder().setCustomId('up').setLabel('Good').setStyle(ButtonStyle.Secondary)
    const menu = new StringSelectMenuBuilder().setCustomId('pick').addOptions({ label: 'One', value: 'one' })
    const rows = [
      new ActionRowBuilder<ButtonBuilder>().addComponents(button),
      new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu),
    ]
    const body = { content: 'Pick', components: rows.map((row) => row.toJSON()) }
    const route = Routes.channelMessages(CHANNELS.general)
    await connection.api.call({ method: 'POST', route, body, schema: z.unknown(), signal: never })
    const [on] = discord.repliesIn(CHANNELS.general)
    if (on === undefined) throw new Error('Nothing was written.')

    const arrived = await arrivalsOf(async () => {
      await discord.click({ ...common, user: alice, on, customId: 'up' })
      await discord.choose({ ...common, user: alice, on, customId: 'pick', values: ['one'] })
    }, 2)

    expect(arrived).toMatchObject([
      { interaction: { kind: 'click', customId: 'up', message: { id: on.id, isEphemeral: false } } },
      { interaction: { kind: 'click', customId: 'pick', values: ['one'] } },
    ])
  })
})
