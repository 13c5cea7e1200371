import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { CHANNELS, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, yuki } = PEOPLE
const EN = chatWords('en')
const JA = chatWords('ja')
const ANSWER = 'The code of the copper gate is marigold [1].'

describe('asking in Discord', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    const gate = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    const japanese = await scene.journey.write('銅門.md', '# 銅門\n\n銅門の暗号は金木犀です。\n')
    await scene.kiku().ingest({ locations: [gate, japanese], audience: 'public' }, () => {}, NEVER)
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  it('by naming Kiku is answered in a thread of its own, with a source and how it came about', async () => {
    const { said, channel, answer } = await talk.ask({
      user: alice,
      channel: CHANNELS.general,
      text: 'What is the code of the copper gate?',
    })

    expect(channel).toBe(said.id)
    expect(visibleText(answer)).toContain(ANSWER)
    expect(visibleText(answer)).toContain('Copper gate')
    expect(visibleText(answer)).toContain(EN.searched(['knowledge']))
  })

  it('by a command is answered below it, in Japanese too', async () => {
    const { interaction, answer } = await talk.askByCommand({
      user: yuki,
      channel: CHANNELS.japanese,
      question: '銅門の暗号は？',
      locale: 'ja',
    })

    expect(interaction.acknowledgement?.type).toBe(5)
    expect(visibleText(answer)).toContain('銅門の暗号は金木犀です[1].')
    expect(visibleText(answer)).toContain(JA.searched(['knowledge']))
  })

  it('directly is answered directly', async () => {
    const { said, answer } = await talk.ask({ user: alice, text: 'What is the code of the copper gate?' })

    expect(answer.channelId).toBe(said.channelId)
    expect(visibleText(answer)).toContain(ANSWER)
  })
})
