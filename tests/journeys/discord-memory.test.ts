import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHANNELS, GUILDS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordMemory, type DiscordMemory } from '../fakes/discord-memory.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki, guest, stranger, otherBot } = PEOPLE
const { general, japanese, board, personal, guests, privateThread, announcements } = CHANNELS

describe('remembering a channel', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let memory: DiscordMemory
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    memory = createDiscordMemory(scene)
    for (const channel of [general, board, personal]) await memory.remember(channel, true)
  })
  afterAll(() => scene.end())

  const say = (channel: string, text: string, user: string = bob) => scene.discord.say({ user, channel, text })
  const tell = (channel: string, text: string, user: string = bob) => memory.tell({ user, channel, text })
  const ask = async (user: string, what: string, channel?: string) => {
    const place = channel === undefined ? {} : { channel }
    return visibleText((await talk.ask({ user, text: `What is the code of the ${what}?`, ...place })).answer)
  }
  const search = (user: string, what: string, channel?: string) => memory.search(user, `the ${what}`, channel)

  it('finds its messages there and for those who can read it, and nowhere else', async () => {
    await tell(board, 'The code of the velvet vault is amaranth.')

    expect(await ask(alice, 'velvet vault', board)).toContain('amaranth [1]')
    expect(await ask(alice, 'velvet vault')).toContain('amaranth [1]')
    expect(await ask(yuki, 'velvet vault')).not.toContain('amaranth')
    expect(await ask(alice, 'velvet vault', general)).not.toContain('amaranth')
    expect(await search(alice, 'velvet vault', general)).toContain('amaranth')
    expect(await search(yuki, 'velvet vault', general)).not.toContain('amaranth')
  })

  it('keeps what one person alone can read to that person', async () => {
    await tell(personal, 'The code of the oaken cellar is maroon.')

    expect(await search(bob, 'oaken cellar', personal)).toContain('maroon')
    expect(await ask(bob, 'oaken cellar')).toContain('maroon [1]')
    expect(await search(alice, 'oaken cellar', general)).not.toContain('maroon')
    expect(await ask(bob, 'oaken cellar', general)).not.toContain('maroon')
  })

  it('works in Japanese, and links what it found', async () => {
    const said = await tell(general, '雪山の暗号は藍です。', yuki)

    const { answer } = await talk.ask({ user: yuki, channel: general, text: '雪山の暗号は何ですか？' })
    const found = await search(yuki, '雪山の暗号', general)

    expect(visibleText(answer)).toContain('雪山の暗号は藍です')
    expect(found).toContain(`https://discord.com/channels/${GUILDS.office}/${general}/${said.id}`)
  })

  it('no longer finds its messages for those who may not read it any more', async () => {
    await tell(general, 'The code of the brass anchor is cobalt.', alice)
    const before = await search(yuki, 'brass anchor', japanese)

    scene.discord.changeMember(GUILDS.office, yuki, { roles: [guestRole()] })
    const without = await search(yuki, 'brass anchor', guests)
    scene.discord.changeMember(GUILDS.office, yuki, { roles: [] })

    expect(before).toContain('cobalt')
    expect(without).not.toContain('cobalt')
    expect(await search(alice, 'brass anchor')).toContain('cobalt')
  })

  function guestRole(): string {
    const [role] = scene.discord.world.member(GUILDS.office, guest)?.roles ?? []
    if (role === undefined) throw new Error('The guest has no role.')
    return role
  }

  it('is off unless switched on, outside threads in which Kiku takes part', async () => {
    say(japanese, 'The code of the silver ladder is turquoise.')
    const { said } = await talk.ask({ user: alice, channel: japanese, text: 'How many euros does a new badge cost?' })
    await tell(said.id, 'The code of the golden harbour is vermilion.')

    expect(await search(alice, 'silver ladder', japanese)).not.toContain('turquoise')
    expect(await search(alice, 'golden harbour', japanese)).toContain('vermilion')
  })

  it('tells the channel that it begins, stops when it is switched off, and keeps what it has', async () => {
    await memory.remember(announcements, true)
    await tell(announcements, 'The code of the early train is emerald.')
    await memory.remember(announcements, false)
    say(announcements, 'The code of the late train is lavender.')

    const notices = scene.discord.repliesIn(announcements).filter(({ content }) => content.includes('remember'))
    expect(notices).toHaveLength(1)
    expect(notices[0]?.content).toContain(`<@${PEOPLE.owner}>`)
    expect(scene.discord.pings).toEqual([])
    expect(await search(alice, 'early train', announcements)).toContain('emerald')
    expect(await search(alice, 'late train', announcements)).not.toContain('lavender')
  })

  it('takes the threads of the channel along: open ones for all, private ones for those who are in them', async () => {
    const open = scene.discord.openThread({ user: bob, channel: general, name: 'Keys' })
    await tell(open.id, 'The code of the paper lantern is saffron.')
    await tell(privateThread, 'The code of the hollow tree is mauve.', alice)

    expect(await search(yuki, 'paper lantern', general)).toContain('saffron')
    expect(await search(alice, 'hollow tree', privateThread)).toContain('mauve')
    expect(await ask(alice, 'hollow tree', privateThread)).toContain('mauve [1]')
    expect(await search(yuki, 'hollow tree', general)).not.toContain('mauve')
    expect(await ask(alice, 'hollow tree', general)).not.toContain('mauve')
  })

  it('does not take in what bots write, nor what is written where Kiku was not asked to remember', async () => {
    say(general, 'The code of the iron robot is crimson.', otherBot)
    say(CHANNELS.partnerGeneral, 'The code of the glass bridge is beige.', stranger)

    expect(await search(alice, 'iron robot', general)).not.toContain('crimson')
    expect(await search(alice, 'glass bridge', CHANNELS.partnerGeneral)).not.toContain('beige')
  })

  it('follows an edit', async () => {
    const said = await tell(general, 'The code of the linen kettle is ochre.')
    const before = await ask(alice, 'linen kettle', general)

    scene.discord.edit(said, 'The code of the linen kettle is sienna.')

    expect(before).toContain('ochre')
    const found = await search(alice, 'linen kettle', general)
    expect(found).toContain('sienna')
    expect(found).not.toContain('ochre')
    const after = await ask(bob, 'linen kettle', general)
    expect(after).toContain('sienna')
    expect(after).not.toContain('ochre')
  })

  it('leaves nothing behind of what was edited away', async () => {
    await scene.stop()

    const kept = await scene.journey.inspect(readConversationTexts)

    expect(kept).toContain('sienna')
    expect(kept).not.toMatch(/crimson|turquoise|lavender|beige/)
  })
})
