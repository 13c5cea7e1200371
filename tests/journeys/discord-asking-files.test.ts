import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { BOT_USER, CHANNELS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import type { NewFile } from '../fakes/discord/messages/files.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering, promptOf } from '../fakes/journey-model.ts'
import { UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, board } = CHANNELS
const EN = chatWords('en')
const JA = chatWords('ja')
const NAME = `<@${BOT_USER}>`
const FERRY = {
  filename: 'ferries.md',
  content: '# Ferries\n\nThe ferry to Gozo leaves at 8:15 from pier 4. Dogs travel free.\n',
}
const ROSTER = {
  filename: '当番表.txt',
  content: '十月の当番表\n\n受付の当番は佐々木さんです。鍵は警備室にあります。\n',
}
/** A picture of one pixel. */
const PHOTO = {
  filename: 'photo.png',
  contentType: 'image/png',
  content: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
    'base64',
  ),
}
const FACTS = ['The ferry to Gozo leaves at 8:15 from pier 4', '受付の当番は佐々木さんです']

describe('a file that comes with a question', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    // Passes on what it has read, as a model would.
    const script = answering((body) => {
      const prompt = promptOf(body)
      const fact = FACTS.find((sentence) => prompt.includes(sentence))
      const source = /<<<source (\d+) \w+>>>(?:(?!<<<end)[\s\S])*?(?:8:15|佐々木)/.exec(prompt)?.[1] ?? '1'
      return { content: fact === undefined ? 'The sources do not say.' : `${fact} [${source}].` }
    })
    scene = await startDiscordJourney({ model: { script, numParallel: 4 }, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  const prompt = () => talk.prompts().at(-1) ?? ''
  const attach = async (files: readonly NewFile[], text: string, user: string = alice, channel: string = general) => {
    const said = scene.discord.say({ user, channel, text: `${NAME} ${text}`, files })
    const answer = await talk.answerIn(said.id)
    return { said, answer, shown: visibleText(answer) }
  }

  it('is read as a source, named as one, and known in the rest of its thread', async () => {
    const { said, shown } = await attach([FERRY], 'When does the ferry to Gozo leave?')
    scene.discord.say({ user: bob, channel: said.id, text: 'Do dogs travel free on the ferry to Gozo?' })
    const next = visibleText(await talk.answerIn(said.id, 2))

    expect(shown).toContain('The ferry to Gozo leaves at 8:15 from pier 4 [1].')
    expect(shown).toContain('[1] [Ferries](')
    expect(next).toContain('8:15 from pier 4')
    expect(scene.discord.repliesIn(general)).toEqual([])
  })

  it('is read in Japanese, and when it is only pointed at, or nothing is written', async () => {
    const asked = await attach([ROSTER], '受付の当番は誰ですか？', yuki, japanese)
    const pointed = await attach([ROSTER], '添付したファイルを要約してください', yuki, japanese)
    const { said } = await attach([FERRY], '')

    expect(asked.shown).toContain('受付の当番は佐々木さんです')
    expect(asked.shown).toContain('[1] [当番表](')
    expect(pointed.shown).toContain('佐々木')
    expect(prompt()).toContain(EN.summariseFiles)
    expect(prompt()).toContain('Dogs travel free')
    expect(scene.discord.world.channel(said.id).name).toBe('Kiku')
  })

  it('is read when it comes with a command, also for the asker alone', async () => {
    const use = async (user: string, question: string, file: NewFile, options = {}) => {
      const interaction = await scene.discord.slash({
        user,
        channel: board,
        name: 'ask',
        options: { question, file, ...options },
      })
      const find = () =>
        [interaction.original, ...interaction.followUps].find(
          (one) => one !== undefined && visibleText(one).includes('[1]'),
        )
      return visibleText(await scene.discord.waitFor(find, 'the answer'))
    }
    const open = await use(alice, 'When does the ferry to Gozo leave?', FERRY)
    const hers = await use(bob, '受付の当番は誰ですか？', ROSTER, { private: 'yes' })

    expect(open).toContain('8:15 from pier 4 [1]')
    expect(hers).toContain('佐々木さんです')
  })

  it('is not found from elsewhere, by nobody', async () => {
    await attach([{ ...FERRY, filename: 'secret.md' }], 'When does the ferry to Gozo leave?')
    const before = talk.prompts().length
    const text = 'When does the ferry to Gozo leave, and do dogs travel free?'
    const again = await talk.ask({ user: alice, channel: general, text })
    const direct = await talk.ask({ user: alice, text })

    for (const { answer } of [again, direct]) expect(visibleText(answer)).not.toContain('8:15')
    expect(talk.prompts(before).join()).not.toContain('Dogs travel free')
  })

  it.each([
    ['en', alice, 'When does the ferry to Gozo leave?', FERRY, '8:15 from pier 4'],
    ['ja', yuki, '受付の当番は誰ですか？', ROSTER, '佐々木'],
  ] as const)(
    'is named when it cannot be read, and costs only itself (%s)',
    async (language, user, text, good, fact) => {
      const { discord } = scene
      const files = [
        PHOTO,
        { filename: 'empty.txt', content: '' },
        { filename: 'elsewhere.txt', content: 'x', url: 'http://files.example.com/elsewhere.txt' },
        { filename: 'led-away.txt', content: 'x', redirectTo: 'http://127.0.0.1:1/x' },
        good,
      ]
      const { said, shown } = await attach(files, text, user, language === 'en' ? general : japanese)
      const told = discord.repliesIn(said.id).map(visibleText).join('\n')

      expect(shown).toContain(fact)
      const { fileUnread } = chatWords(language)
      for (const line of [
        fileUnread('photo.png', 'document-unsupported'),
        fileUnread('empty.txt', 'document-unreadable'),
        fileUnread('elsewhere.txt', 'url-refused'),
      ])
        expect(told).toContain(line)
      expect(told).toContain('led-away.txt')
      expect(told.split('\n')[0]).not.toContain(good.filename)
    },
  )

  it('is named to the asker alone when it came with a private command', async () => {
    const options = { question: '受付の当番は誰ですか？', file: PHOTO, private: 'yes' }
    const before = scene.discord.repliesIn(board).length
    const shown = await talk.privately(yuki, () =>
      scene.discord.slash({ user: yuki, channel: japanese, name: 'ask', options }),
    )

    await scene.discord.waitFor(
      () =>
        scene.discord
          .ephemeralsFor(yuki)
          .some((one) => visibleText(one).includes(JA.fileUnread('photo.png', 'document-unsupported'))),
      'the notice',
    )
    expect(shown.message.onlyFor).toBe(yuki)
    expect(scene.discord.repliesIn(board)).toHaveLength(before)
  })
})
