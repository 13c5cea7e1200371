import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import { CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordMemory, type DiscordMemory } from '../fakes/discord-memory.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { readTurns } from '../fakes/journey-store.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, otherBot } = PEOPLE
const { general, japanese, board, guests, announcements, publicThread, privateThread } = CHANNELS
const EN = discordWords('en')
const DAY = 24 * 60 * 60_000
const WITHIN = { timeout: 25_000, interval: 200 }
const PAGES = 'GET /channels/:channel/messages'

describe('reading the past of a channel', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let memory: DiscordMemory
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    memory = createDiscordMemory(scene)
  })
  afterAll(() => scene.end())

  const past = (channel: string, daysAgo: number, text: string, user: string = bob) =>
    scene.discord.say({ user, channel, text, at: Date.now() - daysAgo * DAY, isQuiet: true })
  const search = (what: string, channel: string, user: string = alice) => memory.search(user, `the ${what}`, channel)
  const pagesOf = (channel: string) => scene.discord.callsOf(PAGES).filter(({ params }) => params.channel === channel)
  const isRead = (channel: string, messages: number) =>
    expect.poll(async () => visibleText(await memory.config(channel)), WITHIN).toContain(EN.backfill.done(messages))

  it('reads pages and threads as far back as is wanted, and goes on after a restart, with what changed meanwhile', async () => {
    const { discord } = scene
    past(general, 40, 'The code of the stone well is walnut.')
    const old = past(general, 29, 'The code of the velvet vault is amaranth.', yuki)
    const notes: DiscordMessage[] = []
    for (let number = 1; number <= 120; number += 1) notes.push(past(general, 20 - number / 20, `Note ${number}.`))
    past(general, 10, 'The code of the tin robot is crimson.', otherBot)
    past(publicThread, 4, 'The code of the copper bell is scarlet.', yuki)
    const archived = discord.openThread({ user: bob, channel: general, name: 'Old keys' })
    past(archived.id, 5, '銀の鈴の暗号は群青です。', yuki)
    discord.changeThread(archived.id, { isArchived: true })
    past(privateThread, 3, 'The code of the paper fan is magenta.', alice)

    await memory.remember(general, true)
    await memory.readPast(general, 30)
    await discord.waitFor(() => pagesOf(general).length >= 1, 'the first page')
    const first = visibleText(await memory.config(general))
    await scene.stop()
    // What was read is deleted now, what was not is deleted, or edited.
    const [unread, edited] = notes
    if (unread === undefined || edited === undefined) throw new Error('There are no notes.')
    discord.remove(unread)
    discord.edit(edited, 'The code of the tidy desk is turquoise.')
    await scene.start()
    await discord.waitFor(() => pagesOf(general).length >= 2, 'the second page')
    discord.remove(old)
    // 119 notes, the bell, the bell of silver, and the fan; the vault is gone by then or never comes in.
    const isOver = new RegExp(`${EN.backfill.done(122)}|${EN.backfill.done(123)}`)
    await expect.poll(async () => visibleText(await memory.config(general)), WITHIN).toMatch(isOver)

    expect(first).not.toMatch(isOver)
    expect(await search('velvet vault', general)).not.toContain('amaranth')
    expect(await search('copper bell', general)).toContain('scarlet')
    expect(await search('tidy desk', general)).toContain('turquoise')
    expect(
      (await memory.use({ user: yuki, name: 'search', options: { query: '銀の鈴の暗号' }, channel: general })).text,
    ).toContain('群青')
    expect(await search('tin robot', general)).not.toContain('crimson')
    expect(await search('stone well', general)).not.toContain('walnut')
    expect(await search('paper fan', general, yuki)).not.toContain('magenta')
    expect(await search('paper fan', privateThread)).toContain('magenta')
  })

  it('keeps it to those who can read the channel', async () => {
    past(board, 2, 'The code of the board room is chestnut.')
    await memory.remember(board, true)

    await memory.readPast(board, 7)
    await isRead(board, 1)

    expect(await search('board room', board)).toContain('chestnut')
    expect(await search('board room', general, yuki)).not.toContain('chestnut')
    const { answer } = await talk.ask({ user: alice, channel: general, text: 'What is the code of the board room?' })
    expect(visibleText(answer)).not.toContain('chestnut')
  })

  it('does not bring back what somebody wanted forgotten, in whatever way it comes again', async () => {
    past(japanese, 2, 'The code of the hidden attic is indigo.', yuki)
    past(japanese, 1, 'The code of the hidden cabin is fuchsia.')
    await memory.remember(japanese, true)
    await memory.tell({ user: yuki, channel: japanese, text: 'The code of the hidden shed is ivory.' })
    await memory.forget(yuki, 'me', japanese)

    await memory.readPast(japanese, 30)
    await expect.poll(() => search('hidden cabin', japanese), WITHIN).toContain('fuchsia')
    // The start catches up with the last minutes.
    await scene.restart()
    await scene.discord.idle({ quietMs: 600 })

    expect(await search('hidden attic', japanese)).not.toContain('indigo')
    expect(await search('hidden shed', japanese)).not.toContain('ivory')
    const after = await memory.tell({ user: yuki, channel: japanese, text: 'The code of the hidden barn is umber.' })
    expect(after.isDeleted).toBe(false)
  })

  it('ends when the channel is to be forgotten, and leaves nothing', async () => {
    for (let number = 1; number <= 250; number += 1)
      past(guests, number / 20, `The code of the paper kite is teal, no ${number}.`)
    await memory.remember(guests, true)
    await memory.readPast(guests, 30)
    await expect.poll(() => search('paper kite', guests), WITHIN).toContain('teal')

    await memory.forget(PEOPLE.owner, 'channel', guests)
    const before = pagesOf(guests).length
    // Channels are read one request at a time, so that this one would have had its turn by then.
    past(announcements, 1, 'The code of the paper boat is olive.')
    await memory.remember(announcements, true)
    await memory.readPast(announcements, 30)
    await isRead(announcements, 1)

    expect(await search('paper kite', guests)).not.toContain('teal')
    expect(pagesOf(guests)).toHaveLength(before)
  })

  it('doubles nothing', async () => {
    await scene.stop()

    const turns = await scene.journey.inspect(readTurns)

    const ids = turns.map(({ id }) => id)
    expect(ids).toHaveLength(new Set(ids).size)
    expect(turns.filter(({ text }) => text.startsWith('Note '))).toHaveLength(118)
    expect(turns.filter(({ text }) => text.includes('amaranth') || text.includes('teal'))).toEqual([])
  })
})
