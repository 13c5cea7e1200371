import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import { CHANNELS, GUILDS, PEOPLE } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, publicThread, group, foreignGeneral, aliceDirect } = CHANNELS
const EN = discordWords('en')
const JA = discordWords('ja')
/** Longer than what a button carries. */
const LONG = 'Which lantern hangs in the hall? '.repeat(3).trim()

describe('lists', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED, documents: null })
    talk = createDiscordTalk(scene)
    const { journey, kiku, discord } = scene
    for (let lantern = 1; lantern <= 12; lantern += 1) {
      await journey.write(`lanterns/${lantern}.md`, `# Lantern ${lantern}\n\nLantern ${lantern} hangs in the hall.\n`)
    }
    const rooms = [1, 2, 3, 4, 5, 6, 7].map((room) =>
      journey.write(`room-${room}.md`, `# Room ${room}\n\nIt is blue.\n`),
    )
    const bronze = await journey.write('銅門.md', '# 銅門\n\n銅門の暗号は金木犀です。\n')
    const vault = await journey.write('vault.md', '# Velvet vault\n\nThe code of the velvet vault is amaranth.\n')
    const locations = [join(journey.documents, 'lanterns'), bronze, ...(await Promise.all(rooms))]
    await kiku().ingest({ locations, audience: 'public' }, () => {}, NEVER)
    await kiku().ingest({ locations: [vault], audience: `person:discord:${alice}` }, () => {}, NEVER)
    discord.changeUser(alice, { hasInstalled: true })
  })
  afterAll(() => scene.end())

  const search = (user: string, query: string, channel: string = general) =>
    talk.use({ user, channel, name: 'search', options: { query } })
  const sources = (user: string, options: Readonly<Record<string, string>> = {}, channel: string = general) =>
    talk.use({ user, channel, name: 'sources', options })
  const turn = async (user: string, on: Awaited<ReturnType<typeof search>>['message'], label: RegExp) =>
    talk.privately(user, () => scene.discord.click({ user, on, label }))
  const numbersIn = (text: string) => [...text.matchAll(/^\*\*(\d+)\.\*\*/gm)].map(([, number]) => Number(number))

  describe('/search', () => {
    it('lists passages page by page, forth and back, in one message that one person sees', async () => {
      const { length } = scene.discord.repliesIn(general)
      const first = await search(bob, 'lantern')
      const second = await turn(bob, first.message, /More/)
      const third = await turn(bob, first.message, /More/)
      const hasMore = JSON.stringify(first.message.components).includes('More')
      const again = await turn(bob, first.message, /Back/)

      expect([first, second, third].map(({ text }) => numbersIn(text))).toEqual([
        [1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10],
        expect.arrayContaining([11, 12]),
      ])
      expect(third.message).toBe(first.message)
      expect(hasMore).toBe(false)
      expect(again.text).toBe(second.text)
      expect(first.text).toContain('Page 1 of 3')
      expect(scene.discord.repliesIn(general)).toHaveLength(length)
    })

    it('links what was said in Discord, and nothing that others cannot open', async () => {
      const { said } = await talk.ask({ user: bob, channel: general, text: 'Is the umbrella stand cobalt?' })
      await talk.askByCommand({
        user: bob,
        channel: general,
        question: 'Is the coat rack cobalt?',
        options: { private: 'yes' },
      })

      const mine = await search(bob, 'umbrella stand coat rack cobalt')
      const hers = await search(yuki, 'umbrella stand coat rack cobalt')

      expect(mine.text).toContain(`https://discord.com/channels/${GUILDS.office}/${general}/${said.id}`)
      expect(mine.text).toContain('coat rack')
      expect(hers.text).toContain('umbrella stand')
      expect(hers.text.split('\n').slice(1).join()).not.toContain('coat rack')
    })

    it('finds what the person alone may read, wherever it is asked', async () => {
      for (const channel of [general, publicThread, aliceDirect, group, foreignGeneral]) {
        const { text, message } = await search(alice, 'velvet vault', channel)
        expect(text).toContain('amaranth')
        expect(message.onlyFor).toBe(alice)
      }
      expect((await search(bob, 'velvet vault')).text).not.toContain('amaranth')
    })

    it('says so when it finds nothing, in the language of the person', async () => {
      const english = await search(bob, 'zirconium **submarines**')
      const inJapanese = await search(yuki, 'ジルコニウム潜水艦', japanese)

      expect(english.text).toBe(EN.search.nothing('zirconium \\*\\*submarines\\*\\*'))
      expect(inJapanese.text).toBe(JA.search.nothing('ジルコニウム潜水艦'))
    })

    it('goes on with long words after a restart, for the one who wrote them', async () => {
      const first = await search(bob, LONG)
      await scene.restart()
      const second = await turn(bob, first.message, /More/)
      const own = await search(alice, 'lantern')
      const [customId = ''] = JSON.stringify(second.message.components).match(/kiku-page:search:0:#\d+/) ?? []
      const forged = await talk.pressForged({ user: alice, on: own.message, customId })

      expect(numbersIn(second.text)).toEqual([6, 7, 8, 9, 10])
      expect(forged.text).toBe(EN.lists.expired)
    })

    it('speaks Japanese', async () => {
      const { text } = await search(yuki, '銅門の暗号', japanese)

      expect(text).toContain(chatWords('ja').passagesFor('銅門の暗号'))
      expect(text).toContain('金木犀')
    })
  })

  describe('/sources', () => {
    it('lists what the person may read, page by page', async () => {
      const first = await sources(bob)
      const second = await turn(bob, first.message, /More/)
      const hers = await sources(alice, { filter: 'vault' })

      expect(first.text).toContain(EN.sources.heading)
      expect(first.text).toContain('Page 1 of 2')
      expect(`${first.text}\n${second.text}`.match(/room-\d\.md/g)).toHaveLength(7)
      expect(first.text + second.text).not.toContain('vault')
      expect(hers.text).toContain('vault.md')
    })

    it('lists those of a name, whatever its width and case', async () => {
      const { text } = await sources(bob, { filter: 'ROOM-３' })

      expect(text).toContain('room-3.md')
      expect(text.match(/room-\d\.md/g)).toHaveLength(1)
    })

    it('says so where there is none of that name', async () => {
      const english = await sources(bob, { filter: 'vault' })
      const inJapanese = await sources(yuki, { filter: '金庫' }, japanese)

      expect(english.text).toBe(EN.lists.noSourceLike('vault'))
      expect(inJapanese.text).toBe(JA.lists.noSourceLike('金庫'))
    })

    it('takes what it suggests', async () => {
      const { choices } = await scene.discord.autocomplete({
        user: yuki,
        channel: japanese,
        name: 'sources',
        focused: 'filter',
        value: '銅',
      })
      const { text } = await sources(yuki, { filter: String(choices?.[0]?.value) }, japanese)

      expect(choices).toEqual([{ name: '銅門.md', value: '銅門.md' }])
      expect(text).toContain(JA.sources.heading)
      expect(text).toContain('銅門.md')
    })
  })

  it.each(['en', 'ja'] as const)('/help explains everything, to the one who asks (%s)', async (locale) => {
    const { heading, lines } = discordWords(locale).help
    const { text, message } = await talk.use({ user: alice, channel: general, name: 'help', locale })

    expect(text).toContain(heading)
    for (const line of lines) expect(text).toContain(line)
    expect(message.onlyFor).toBe(alice)
  })

  it('are drawn plainly where Discord does not take the layout', async () => {
    scene.discord.faults.push({
      method: 'PATCH',
      path: /^\/webhooks\//,
      status: 400,
      code: 50_035,
      where: (body) => JSON.stringify(body).includes('"type":17'),
    })

    const { text, message } = await search(bob, 'lantern')
    const { content } = message
    const next = await turn(bob, message, /More/)

    expect(content).toContain('Lantern')
    expect(numbersIn(text)).toEqual([1, 2, 3, 4, 5])
    expect(numbersIn(next.text)).toEqual([6, 7, 8, 9, 10])
  })
})
