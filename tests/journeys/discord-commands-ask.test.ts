import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import { CHANNELS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, publicThread, readOnly, foreignGeneral, group, aliceDirect, yukiDirect } = CHANNELS
const EN = chatWords('en')
const JA = chatWords('ja')
const GATE = 'What is the code of the copper gate?'
const VAULT = 'What is the code of the velvet vault?'

describe('/ask', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    const { journey, kiku, discord } = scene
    const gate = await journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    const vault = await journey.write('vault.md', '# Velvet vault\n\nThe code of the velvet vault is amaranth.\n')
    const bronze = await journey.write('銅門.md', '# 銅門\n\n銅門の暗号は金木犀です。\n')
    await kiku().ingest({ locations: [gate, bronze], audience: 'public' }, () => {}, NEVER)
    await kiku().ingest({ locations: [vault], audience: `person:discord:${alice}` }, () => {}, NEVER)
    for (const user of [alice, yuki]) discord.changeUser(user, { hasInstalled: true })
    await discord.waitFor(() => discord.commands().length > 0, 'the commands')
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  const ask = async (
    user: string,
    channel: string,
    question: string,
    options: Readonly<Record<string, string>> = {},
  ) => {
    const before = talk.prompts().length
    const { interaction, answer } = await talk.askByCommand({ user, channel, question, options })
    return { interaction, answer, text: visibleText(answer), prompts: talk.prompts(before).join() }
  }

  describe('in a server', () => {
    it('decides for itself whether to search, unless it is told', async () => {
      const auto = await ask(bob, general, GATE)
      const chosen = await ask(bob, general, GATE, { search: 'auto' })
      const always = await ask(bob, general, 'Write a poem about the copper gate.', { search: 'always' })
      const never = await ask(bob, general, GATE, { search: 'never' })

      for (const { text } of [auto, chosen]) {
        expect(text).toContain('The code of the copper gate is marigold [1].')
        expect(text).toContain('searched knowledge')
      }
      expect(always.text).toContain('marigold [1]')
      expect(never.text).toContain(EN.answeredDirectly)
      expect(never.prompts).not.toContain('marigold')
    })

    it('is answered for everyone, with what everyone may read', async () => {
      const { interaction, answer, text, prompts } = await ask(alice, general, VAULT, { private: 'no' })

      expect(interaction.isEphemeral).toBe(false)
      expect(scene.discord.visibleTo(yuki, general)).toContain(answer)
      expect(text).toMatch(/^> What is the code of the velvet vault\?\n/)
      expect(text + prompts).not.toContain('amaranth')
    })

    it('is answered for the asker alone when that is wished, with what the asker alone may read', async () => {
      const { length } = scene.discord.repliesIn(general)
      const hers = await ask(alice, general, VAULT, { private: 'yes' })
      const his = await ask(bob, general, VAULT, { private: 'yes' })

      expect(hers.interaction.isEphemeral).toBe(true)
      expect(hers.text).toContain('The code of the velvet vault is amaranth [1].')
      expect(his.text + his.prompts).not.toContain('amaranth')
      expect(scene.discord.visibleTo(bob, general)).not.toContain(hers.answer)
      expect(scene.discord.repliesIn(general)).toHaveLength(length)
    })

    it('goes on with the talk of a thread', async () => {
      await ask(alice, publicThread, GATE)
      const { answer, prompts } = await ask(bob, publicThread, 'And who chose it?', { search: 'always' })

      expect(answer.channelId).toBe(publicThread)
      expect(prompts).toContain(GATE)
    })

    it('begins anew with every command in a channel, and in private', async () => {
      await ask(alice, general, 'Is the umbrella stand cobalt?')
      const next = await ask(alice, general, 'And who chose it?', { search: 'never' })
      const inPrivate = await ask(alice, publicThread, 'And who chose it?', { search: 'never', private: 'yes' })

      expect(next.prompts).not.toContain('umbrella')
      expect(inPrivate.prompts).not.toContain(GATE)
    })

    it('works where Kiku may not write', async () => {
      const { interaction, text } = await ask(bob, readOnly, GATE)

      expect(interaction.isEphemeral).toBe(false)
      expect(text).toContain('marigold')
    })

    it('speaks the language of the asker', async () => {
      const hers = await ask(yuki, japanese, '銅門の暗号は何ですか？', { search: 'always', private: 'yes' })
      const all = await ask(yuki, japanese, '銅門の暗号は何ですか？')

      for (const { text } of [hers, all]) {
        expect(text).toContain('銅門の暗号は金木犀です[1].')
        expect(text).toContain(JA.tryAgain)
      }
    })

    it.each(['en', 'ja'] as const)('asks for a question where there is none (%s)', async (locale) => {
      const user = locale === 'ja' ? yuki : alice
      const { text } = await talk.use({ user, channel: general, name: 'ask', options: { question: ' \u3000 ' } })

      expect(text).toBe(discordWords(locale).failure('question-empty', {}))
    })
  })

  it('directly is answered with what the person may read, and goes on', async () => {
    const { answer, text } = await ask(alice, aliceDirect, VAULT)
    const next = await ask(alice, aliceDirect, 'And who chose it?', { search: 'never' })
    const hers = await ask(yuki, yukiDirect, VAULT, { private: 'yes' })

    expect(answer.channelId).toBe(aliceDirect)
    expect(text).toContain('amaranth [1]')
    expect(next.prompts).toContain(VAULT)
    expect(hers.text + hers.prompts).not.toContain('amaranth')
  })

  describe('brought along by a person', () => {
    it.each([
      ['to a server where Kiku is not', foreignGeneral],
      ['to a group', group],
    ])('%s is answered for that person alone', async (_, channel) => {
      const { interaction, answer, text } = await ask(alice, channel, VAULT)

      expect(interaction.isEphemeral).toBe(true)
      expect(answer.onlyFor).toBe(alice)
      expect(text).toContain('amaranth [1]')
    })

    it.each([
      ['to a server where Kiku is not', foreignGeneral],
      ['to a group', group],
    ])('%s is answered for everybody when that is wished, with what is public', async (_, channel) => {
      const gate = await ask(alice, channel, GATE, { private: 'no' })
      const vault = await ask(alice, channel, VAULT, { private: 'no' })

      expect(scene.discord.visibleTo(bob, channel)).toContain(gate.answer)
      expect(gate.text).toContain('marigold [1]')
      expect(vault.text + vault.prompts).not.toContain('amaranth')
    })

    it('is offered to nobody else there', async () => {
      const offered = scene.discord.commandsFor(bob, foreignGeneral)

      expect(offered).toEqual([])
      expect(scene.discord.commandsFor(alice, foreignGeneral)).toContain('ask')
      expect(scene.discord.commandsFor(alice, foreignGeneral)).not.toContain('kiku')
    })
  })
})
