import {
  ActionRowBuilder,
  PermissionFlagsBits as Bits,
  ButtonBuilder,
  ButtonStyle,
  ChannelType,
  Events,
  type Interaction,
  MessageFlags,
  ModalBuilder,
  Routes,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createDiscordBench,
  login,
  post,
  refusalOf,
  registerCommands,
  restOf,
} from '../../fakes/discord/discord-bench.ts'
import { BOT_USER, CHANNELS, GUILDS, PEOPLE, ROLES, visibleText } from '../../fakes/discord/discord-server.ts'

const { createClient, end, startPeer } = createDiscordBench()

afterEach(end)

const { alice, bob, yuki, guest, mona } = PEOPLE

const button = (id: string, label: string) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Secondary),
  )

describe('the local Discord with the real client', () => {
  it('fills the caches with the servers, channels, roles and overwrites that the bot has, and nothing else', async () => {
    const discord = await startPeer()

    const client = await login(discord, createClient(discord))
    const office = client.guilds.cache.get(GUILDS.office)
    const board = office?.channels.cache.get(CHANNELS.board)

    expect([...client.guilds.cache.keys()]).toEqual([GUILDS.office, GUILDS.partner])
    expect(client.application.id).toBe(BOT_USER)
    expect(office?.roles.cache.get(ROLES.board)?.name).toBe('Board')
    expect(office?.members.me?.id).toBe(BOT_USER)
    expect(office?.members.cache.size).toBe(1)
    expect(office?.channels.cache.get(CHANNELS.forum)?.type).toBe(ChannelType.GuildForum)
    expect(office?.channels.cache.has(CHANNELS.privateThread)).toBe(true)
    expect(board?.permissionsFor(BOT_USER)?.has(Bits.ViewChannel)).toBe(true)
    expect(office?.channels.cache.get(CHANNELS.hidden)?.permissionsFor(BOT_USER)?.has(Bits.ViewChannel)).toBe(false)
    expect(await office?.members.fetch(yuki)).toMatchObject({ nickname: '雪' })
  })

  it('tells of a mention; the reply, its edit and its ping stand there', async () => {
    const discord = await startPeer()
    const client = createClient(discord)
    client.on(Events.MessageCreate, async (message) => {
      if (message.author.bot) return
      await message.channel.sendTyping()
      const reply = await message.reply('考え中')
      await reply.edit({ content: `**${message.cleanContent}**`, components: [button('up', '👍 good')] })
      await message.react('👀')
    })
    await login(discord, client)

    const said = discord.say({ user: yuki, channel: CHANNELS.japanese, text: `<@${BOT_USER}> 有給休暇は？` })
    await discord.waitFor(() => said.reactions.has('👀'), 'a reaction')
    const [reply] = discord.repliesIn(CHANNELS.japanese)

    expect(reply?.versions.map(({ content }) => content)).toEqual(['考え中', '**@Kiku 有給休暇は？**'])
    expect(reply?.reference).toEqual({ kind: 'reply', channelId: CHANNELS.japanese, messageId: said.id })
    expect(reply === undefined ? '' : visibleText(reply)).toContain('[👍 good]')
    expect(discord.typings.map(({ channelId }) => channelId)).toEqual([CHANNELS.japanese])
    expect(discord.pings.map(({ how, ping }) => `${how} ${ping}`)).toEqual([`create reply to <@${yuki}>`])
    expect(discord.visibleTo(guest, CHANNELS.japanese)).toEqual([])
  })

  it('answers a command that defers, shows it to that person alone, and takes further messages', async () => {
    const discord = await startPeer()
    const seen: Interaction[] = []
    const client = createClient(discord)
    client.on(Events.InteractionCreate, async (interaction) => {
      seen.push(interaction)
      if (!interaction.isChatInputCommand()) return
      await interaction.deferReply({ flags: MessageFlags.Ephemeral })
      await interaction.editReply({ content: `about ${interaction.options.getString('question')}` })
      await interaction.followUp({ content: 'and more', flags: MessageFlags.Ephemeral })
    })
    await login(discord, client)
    await registerCommands(discord)

    const options = { question: '休暇', private: true }
    const asked = await discord.slash({ user: yuki, channel: CHANNELS.general, name: 'ask', options })
    await discord.waitFor(() => asked.followUps.length === 1, 'a further message')

    expect(asked.acknowledgement?.type).toBe(5)
    expect(asked.original?.versions.map((version) => visibleText(version))).toEqual(['(thinking)', 'about 休暇'])
    expect(discord.visibleTo(yuki, CHANNELS.general).map(visibleText)).toEqual(['about 休暇', 'and more'])
    expect(discord.visibleTo(bob, CHANNELS.general)).toEqual([])
    expect(discord.ephemeralsFor(yuki)).toHaveLength(2)
    expect(seen[0]).toMatchObject({ locale: 'ja', guildLocale: 'en-US', context: 0 })
    expect(seen[0]?.memberPermissions?.has(Bits.SendMessages)).toBe(true)
    expect(seen[0]?.authorizingIntegrationOwners).toMatchObject({ guildId: GUILDS.office, userId: null })
  })

  it('passes clicks, forms, autocompletion and message commands through', async () => {
    const discord = await startPeer()
    const client = createClient(discord)
    const heard: unknown[] = []
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isAutocomplete())
        await interaction.respond([{ name: `${interaction.options.getFocused()}ris`, value: 'paris' }])
      if (interaction.isMessageContextMenuCommand()) {
        heard.push(interaction.targetMessage.content)
        await interaction.reply({ content: 'ok', components: [button('down', 'Bad')] })
      }
      if (interaction.isButton()) {
        const input = new TextInputBuilder().setCustomId('why').setLabel('Why?').setStyle(TextInputStyle.Paragraph)
        const row = new ActionRowBuilder<TextInputBuilder>().addComponents(input)
        await interaction.showModal(new ModalBuilder().setCustomId('form').setTitle('Reason').addComponents(row))
      }
      if (interaction.isModalSubmit() && interaction.isFromMessage()) {
        heard.push(interaction.fields.getTextInputValue('why'))
        await interaction.update({ content: 'thanks', components: [] })
      }
    })
    await login(discord, client)
    await registerCommands(discord)

    const choosing = { user: alice, channel: CHANNELS.general, name: 'ask', focused: 'question', value: 'pa' }
    const typed = await discord.autocomplete(choosing)
    const said = discord.say({ user: bob, channel: CHANNELS.general, text: 'look at this' })
    const used = await discord.messageCommand({ user: alice, name: 'Ask about this message', on: said })
    const on = used.original ?? said
    const clicked = await discord.click({ user: bob, on, label: 'Bad' })
    const sent = await discord.submitModal({ user: bob, fields: { why: '古い' } })

    expect(typed.choices).toEqual([{ name: 'paris', value: 'paris' }])
    expect(clicked.modal?.title).toBe('Reason')
    expect(heard).toEqual(['look at this', '古い'])
    expect(sent.original).toBe(on)
    expect(visibleText(on)).toBe('thanks')
    expect(discord.modalOf(bob)).toBeUndefined()
  })

  it('offers commands only to whom and where they are for', async () => {
    const discord = await startPeer()
    await registerCommands(discord)
    const ask = { name: 'ask', options: { question: 'x' }, isAwaited: false }

    const inForeign = () => discord.slash({ ...ask, user: alice, channel: CHANNELS.foreignGeneral })
    await expect(inForeign()).rejects.toThrow('nobody installed')
    discord.world.user(alice).hasInstalled = true
    const foreign = await inForeign()
    const group = await discord.slash({ ...ask, user: alice, channel: CHANNELS.group })
    const direct = await discord.slash({ ...ask, user: alice })

    expect(foreign.payload.authorizing_integration_owners).toEqual({ 1: alice })
    expect(group.payload.context).toBe(2)
    expect(direct.payload).toMatchObject({ context: 1, authorizing_integration_owners: { 0: '0', 1: alice } })
    expect(direct.payload.user).toMatchObject({ id: alice })
    expect(discord.commandsFor(bob, CHANNELS.general)).not.toContain('kiku')
    expect(discord.commandsFor(mona, CHANNELS.general)).toContain('kiku')
    await expect(discord.slash({ ...ask, user: bob, channel: CHANNELS.general, options: {} })).rejects.toThrow(
      'required',
    )
  })

  it('refuses what comes too late, twice, or after its token has expired', async () => {
    const discord = await startPeer({ limits: { answerMs: 250, tokenLifeMs: 400 } })
    const rest = restOf(discord)
    await registerCommands(discord)
    const using = { user: alice, channel: CHANNELS.general, name: 'ask', options: { question: 'x' } }
    const answer = (id: string, token: string) =>
      rest.post(Routes.interactionCallback(id, token), { body: { type: 5 }, auth: false })

    const late = await discord.slash(using)
    const prompt = await discord.slash({ ...using, isAwaited: false })
    const asked = Date.now()
    const original = Routes.webhookMessage(BOT_USER, prompt.token)
    const unanswered = await refusalOf(rest.patch(original, { body: { content: 'x' }, auth: false }))
    await answer(prompt.id, prompt.token)
    const twice = await refusalOf(answer(prompt.id, prompt.token))
    await discord.waitFor(() => Date.now() - asked > 420, 'the end of the token')

    expect(late.outcome).toBe('failed')
    expect(await refusalOf(answer(late.id, late.token))).toBe(10062)
    expect(unanswered).toBe(10015)
    expect(twice).toBe(40060)
    expect(prompt.isLoading).toBe(true)
    expect(await refusalOf(rest.patch(original, { body: { content: 'x' }, auth: false }))).toBe(50027)
  })
})

describe('threads, forums and private places of the local Discord', () => {
  it('lets the bot into a private thread where it is called there, and out again', async () => {
    const discord = await startPeer()
    const client = await login(discord, createClient(discord))
    const heard: string[] = []
    client.on(Events.MessageCreate, ({ content }) => heard.push(content))
    const hush = discord.openThread({ user: alice, channel: CHANNELS.general, name: 'hush', isPrivate: true })
    const read = () => refusalOf(restOf(discord).get(Routes.channel(hush.id)))

    discord.say({ user: alice, channel: hush.id, text: 'among us' })
    const before = await read()
    discord.say({ user: alice, channel: hush.id, text: `<@${BOT_USER}> come` })
    await discord.waitFor(() => heard.length === 1, 'the call')
    const isKnown = client.channels.cache.has(hush.id)
    discord.leaveThread(hush.id, BOT_USER)
    discord.say({ user: alice, channel: hush.id, text: 'gone?' })

    expect(heard).toEqual([`<@${BOT_USER}> come`])
    expect(before).toBe(50001)
    expect(isKnown).toBe(true)
    expect(await read()).toBe(50001)
    expect(discord.visibleTo(bob, hush.id)).toEqual([])
    expect(() => discord.say({ user: bob, channel: hush.id, text: 'me too' })).toThrow('does not see')
  })

  it('opens posts of a forum by people and by the bot, each with a first message of its own id', async () => {
    const discord = await startPeer()
    const client = await login(discord, createClient(discord))
    const opened: unknown[] = []
    client.on(Events.ThreadCreate, (thread, isNew) => opened.push([thread.name, isNew]))

    const { thread, message } = discord.post({ user: yuki, forum: CHANNELS.forum, title: '休暇', text: '何日？' })
    const body = { name: 'FAQ', message: { content: 'all about it' } }
    const own = await restOf(discord).post(Routes.threads(CHANNELS.forum), { body })
    await discord.waitFor(() => opened.length === 2, 'both posts')
    discord.changeThread(thread.id, { isArchived: true })
    const answer = await restOf(discord).post(...post(thread.id, { content: '二十日' }))

    expect(message.id).toBe(thread.id)
    expect(own).toMatchObject({ name: 'FAQ', message: { id: String(Object(own).id), content: 'all about it' } })
    expect(opened).toEqual([
      ['休暇', true],
      ['FAQ', true],
    ])
    expect(answer).toMatchObject({ channel_id: thread.id })
    expect(thread.thread?.isArchived).toBe(false)
    expect(thread.thread?.members.has(BOT_USER)).toBe(true)
  })

  it('keeps an app that only its user installed to few messages, private where the server wants that', async () => {
    const discord = await startPeer()
    const rest = restOf(discord)
    await registerCommands(discord)
    discord.world.user(bob).hasInstalled = true
    const everyone = discord.world.guild(GUILDS.foreign).roles.get(GUILDS.foreign)
    if (everyone !== undefined) everyone.permissions &= ~Bits.UseExternalApps
    const using = { user: bob, channel: CHANNELS.foreignGeneral, name: 'ask', options: { question: 'x' } }

    const asked = await discord.slash({ ...using, isAwaited: false })
    const body = { type: 4, data: { content: 'answer' } }
    await rest.post(Routes.interactionCallback(asked.id, asked.token), { body, auth: false })
    const follow = () =>
      refusalOf(rest.post(Routes.webhook(BOT_USER, asked.token), { body: { content: 'x' }, auth: false }))
    for (let sent = 0; sent < 5; sent += 1) await follow()

    expect(asked.isEphemeral).toBe(true)
    expect(asked.followUps).toHaveLength(5)
    expect(await follow()).toBe(40094)
    expect(discord.visibleTo(alice, CHANNELS.foreignGeneral)).toEqual([])
    expect(discord.told.map(({ type }) => type)).toEqual(['INTERACTION_CREATE'])
  })

  it('tells of deletions, one and many, and of channels that go with all that stood there', async () => {
    const discord = await startPeer()
    const client = await login(discord, createClient(discord))
    const heard: unknown[] = []
    client.on(Events.Raw, ({ t, d }) => {
      if (String(t).startsWith('MESSAGE_DELETE')) heard.push(d.ids ?? d.id)
    })
    const [first, second, third] = ['1', '2', '3'].map((text) =>
      discord.say({ user: alice, channel: CHANNELS.general, text }),
    )
    if (first === undefined || second === undefined || third === undefined) throw new Error('Nothing was said.')

    discord.remove(first)
    discord.removeMany([second, third])
    await discord.waitFor(() => heard.length === 2, 'both deletions')
    const left = discord.say({ user: alice, channel: CHANNELS.board, text: 'left' })
    discord.deleteChannel(CHANNELS.board)

    expect(heard).toEqual([first.id, [second.id, third.id]])
    expect(left.isDeleted).toBe(true)
    expect(discord.world.channels.has(CHANNELS.boardThread)).toBe(false)
  })
})
