import { PermissionFlagsBits as Bits } from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { COMMANDS } from '../../src/adapters/discord/interact/commands/definitions.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import {
  CHANNELS,
  type DiscordMessage,
  PEOPLE,
  visibleComponents,
  visibleText,
} from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering } from '../fakes/journey-model.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const { general, publicThread, privateThread, board, noHistory, announcements, aliceDirect } = CHANNELS
const { foreignGeneral, group } = CHANNELS
const EN = discordWords('en')
const JA = discordWords('ja')
const REPLY = 'It will be on Friday.'
const LAUNCH = 'The zeppelin launch cannot be on Thursday. <sorry>'
const BROUGHT_ALONG = [
  ['a server where Kiku is not', foreignGeneral],
  ['a group', group],
] as const

describe('the menu of a message', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let head: DiscordMessage
  beforeAll(async () => {
    const script = answering({ content: REPLY })
    scene = await startDiscordJourney({ model: { numParallel: 4, script }, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    const { discord } = scene
    discord.changeUser(alice, { hasInstalled: true })
    head = discord.say({ user: bob, channel: general, text: `${LAUNCH} <@${PEOPLE.guest}>` })
    discord.say({ user: yuki, channel: general, text: '金曜日に延期しましょう。' })
    await discord.waitFor(() => discord.commands().length > 0, 'the commands')
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  const say = (user: string, channel: string, text: string) => scene.discord.say({ user, channel, text })
  const openForm = (user: string, on = head) => scene.discord.messageCommand({ user, name: COMMANDS.askAbout, on })
  const sendForm = (user: string, question: string) =>
    talk.privately(user, () => scene.discord.submitModal({ user, fields: { question } }))

  /** What comes of a question about a message: what is shown, and what the model was asked. */
  async function askAbout(user: string, question: string, on = head) {
    const before = talk.prompts().length
    await openForm(user, on)
    const shown = await sendForm(user, question)
    return { ...shown, prompts: talk.prompts(before) }
  }

  /** What comes of a summary, all that is said with it included, and what the model was asked. */
  async function summarise(user: string, on = head, messages = 1) {
    const { discord } = scene
    const before = talk.prompts().length
    const interaction = await discord.messageCommand({ user, name: COMMANDS.summarise, on })
    const texts = () => [interaction.original, ...interaction.followUps].flatMap((one) => one ?? []).map(visibleText)
    await discord.waitFor(() => !interaction.isLoading && texts().length >= messages, 'what is said')
    const isWritten = () => messages > 1 || !JSON.stringify(interaction.original?.components).includes(ACTIONS.stop)
    await discord.waitFor(isWritten, 'the end of it')
    return { interaction, texts: texts(), prompts: talk.prompts(before) }
  }

  describe('“Ask about this message”', () => {
    it('wants a question', async () => {
      const english = await openForm(alice)
      const { text } = await sendForm(alice, ' \u3000 ')
      const japanese = await openForm(yuki)
      scene.discord.dismissModal(yuki)

      expect(visibleComponents(english.modal?.components ?? [])).toContain(EN.menus.askLabel)
      expect(text).toBe(EN.menus.errorEmpty)
      expect(visibleComponents(japanese.modal?.components ?? [])).toContain(JA.menus.askLabel)
    })

    it.each([
      ['a channel', general],
      ['a thread', publicThread],
      ['a private thread', privateThread],
      ['a direct message', aliceDirect],
    ])('is answered for the asker alone in %s', async (_, channel) => {
      const on = scene.discord.say({ user: alice, channel, text: LAUNCH, isQuiet: true })
      const { length } = scene.discord.repliesIn(channel)

      const { text, message, prompts } = await askAbout(alice, 'When will it be?', on)

      expect(text).toContain(REPLY)
      expect(message).toMatchObject({ onlyFor: alice, channelId: channel })
      expect(scene.discord.repliesIn(channel)).toHaveLength(length)
      expect(prompts.join()).toMatch(
        /When will it be\?[\s\S]*begins>>>\nAlice Adams: The zeppelin launch cannot be on Thursday\. <sorry>\n<<<quotation \w+ ends>>>/,
      )
    })

    it('names whom the message calls, and calls nobody', async () => {
      const { prompts } = await askAbout(yuki, 'いつになりますか？')

      expect(prompts.join()).toContain('Bob Brown: The zeppelin launch cannot be on Thursday. <sorry> @guest')
    })

    it('is about what Kiku itself has said, too', async () => {
      const { answer } = await talk.askByCommand({ user: bob, channel: announcements, question: 'Hello, who are you?' })

      const { text, prompts } = await askAbout(alice, 'Really?', answer)

      expect(text).toContain(REPLY)
      expect(prompts.join()).toMatch(/Kiku: \S/)
    })

    it('is answered after a restart while the form was open, with the message as it is then', async () => {
      const on = say(bob, general, 'The zeppelin hangar is grey.')
      await openForm(alice, on)
      scene.discord.edit(on, 'The zeppelin hangar is green.')
      await scene.restart()
      const before = talk.prompts().length

      const { text } = await sendForm(alice, 'Which colour?')

      expect(text).toContain(REPLY)
      expect(talk.prompts(before).join()).toContain('Bob Brown: The zeppelin hangar is green.')
    })

    it('says so when the message is gone by then, or has no words', async () => {
      const on = say(bob, general, 'The zeppelin hangar is blue.')
      const silent = scene.discord.say({
        user: bob,
        channel: general,
        text: '',
        files: [{ filename: 'photo.png', content: 'x' }],
      })
      await openForm(yuki, on)
      scene.discord.remove(on)
      await scene.restart()

      const gone = await sendForm(yuki, '何色ですか？')
      const { text } = await talk.privately(alice, () => openForm(alice, silent))

      expect(gone.text).toBe(JA.menus.targetGone)
      expect(text).toBe(EN.menus.nothingToRead)
    })

    it('is not answered once more, since the message is not kept', async () => {
      const { message } = await askAbout(alice, 'When will it be?')

      const { text } = await talk.press({ user: alice, on: message, action: ACTIONS.tryAgain })

      expect(text).toBe(EN.asked.quoteGone)
    })

    it.each(BROUGHT_ALONG)('goes along with a person to %s', async (_, channel) => {
      const on = say(bob, channel, LAUNCH)

      const { text, message, prompts } = await askAbout(alice, 'When will it be?', on)

      expect(text).toContain(REPLY)
      expect(message.onlyFor).toBe(alice)
      expect(prompts.join()).toContain('Bob Brown: The zeppelin launch')
    })
  })

  describe('“Summarise from here”', () => {
    it('sums up what was said from a message on, for whoever asks, in their language', async () => {
      const { length } = scene.discord.repliesIn(publicThread)
      say(alice, publicThread, 'Before the zeppelin.')
      const on = say(bob, publicThread, 'The zeppelin has a leak.')
      say(yuki, publicThread, '飛行船を\n直しましょう。')

      const { interaction, texts, prompts } = await summarise(yuki, on)

      expect(texts.join()).toContain(REPLY)
      expect(interaction.isEphemeral).toBe(true)
      expect(scene.discord.repliesIn(publicThread)).toHaveLength(length)
      expect(prompts).toHaveLength(1)
      expect(prompts.join()).toContain(JA.menus.summarise)
      expect(prompts.join()).toMatch(
        /begins>>>\nBob Brown: The zeppelin has a leak\.\n田中雪: 飛行船を \/ 直しましょう。\n<<</,
      )
    })

    it('directly leaves out what Kiku said', async () => {
      const on = say(alice, aliceDirect, 'The zeppelin needs a pilot.')
      await scene.discord.waitFor(() => talk.answersIn(aliceDirect).some(({ at }) => at >= on.at), 'its answer')

      const { texts, prompts } = await summarise(alice, on)

      expect(texts.join()).toContain(REPLY)
      expect(prompts.join()).toMatch(/begins>>>\nAlice Adams: The zeppelin needs a pilot\.\n<<</)
    })

    it('tells what is left out of a long talk, whose end matters most', async () => {
      const on = say(bob, board, 'Minutes of the zeppelin meeting')
      for (let line = 1; line <= 150; line += 1) {
        scene.discord.say({ user: bob, channel: board, text: `Point ${line} of the agenda.`, isQuiet: true })
      }

      const { prompts } = await summarise(alice, on)

      expect(prompts.join()).toMatch(
        /zeppelin meeting\n\(older messages left out here\)\nBob Brown: Point 51 of[\s\S]*Point 150 of the agenda\.\n<<</,
      )
    })

    it.each(BROUGHT_ALONG)('sums up the one message that it is told of in %s, and says so', async (_, channel) => {
      const on = say(bob, channel, 'The zeppelin has a leak.')
      say(alice, channel, 'The zeppelin has two leaks.')

      const { interaction, texts, prompts } = await summarise(alice, on, 2)

      expect(texts[0]).toContain(REPLY)
      expect(texts[1]).toBe(EN.menus.onlyThis(EN.menus.whyNotHere))
      expect(interaction.isEphemeral).toBe(true)
      expect(prompts.join()).toContain('has a leak')
      expect(prompts.join()).not.toContain('two leaks')
    })

    it('reads on only where Kiku and the asker may read the past', async () => {
      const { discord } = scene
      const inPast = say(bob, noHistory, 'The zeppelin has a leak.')
      const here = say(bob, announcements, 'The zeppelin has a leak.')
      const change = (deny: bigint) =>
        discord.changeChannel(announcements, { overwrites: [{ id: alice, kind: 'member', allow: 0n, deny }] })

      const byKiku = await summarise(alice, inPast, 2)
      change(Bits.ReadMessageHistory)
      const byAlice = await summarise(alice, here, 2)
      const byBob = await summarise(bob, here)
      change(0n)

      expect(byKiku.texts[1]).toBe(EN.menus.onlyThis(EN.menus.whyMissing('Read Message History')))
      expect(byAlice.texts[1]).toBe(EN.menus.onlyThis(EN.menus.whyNotYours))
      expect(byBob.texts).toHaveLength(1)
    })
  })

  it('reads no words but those of the message where Message Content is refused', async () => {
    const { discord } = scene
    const on = say(bob, general, 'The zeppelin is too late.')
    say(alice, general, 'The zeppelin is early.')
    discord.app.messageContent = false
    await scene.restart()

    const asked = await askAbout(alice, 'How late?', on)
    const summed = await summarise(yuki, on, 2)
    const text = 'The zeppelin is on time.'
    const direct = await summarise(alice, discord.say({ user: alice, channel: aliceDirect, text, isQuiet: true }))

    discord.app.messageContent = true
    await scene.restart()
    expect(asked.prompts.join()).toContain('Bob Brown: The zeppelin is too late.')
    expect(summed.texts[0]).toContain(REPLY)
    expect(summed.texts[1]).toBe(JA.menus.onlyThis(JA.menus.whyNoContent))
    expect(summed.prompts.join()).not.toContain('early')
    expect(direct.prompts.join()).toContain('Alice Adams: The zeppelin is on time.')
  })

  it('keeps nothing of what was only quoted', async () => {
    await scene.discord.idle()
    await scene.stop()

    const kept = await scene.journey.inspect(readConversationTexts)

    expect(kept).toContain('When will it be?')
    expect(kept).not.toMatch(/hangar|leak|agenda|too late|延期/)
  })
})
