import { GatewayCloseCodes as Close, GatewayIntentBits as Intents } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk } from '../fakes/discord-talk.ts'
import { createGate, pausing } from '../fakes/gate.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import {
  type DiscordJourney,
  type DiscordJourneyOptions,
  startDiscordJourney,
  TOKEN,
} from '../fakes/journey-discord.ts'
import { answering } from '../fakes/journey-model.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const { general, japanese, partnerGeneral } = CHANNELS
const QUESTION = 'What is the code of the copper gate?'
const FACT = 'The code of the copper gate is marigold [1].'
const PIECES = ['The code of the ', 'copper gate is ', 'marigold [1].'] as const
const RESEMBLING = TOKEN.replace('GabcDE', 'HabcDE')

async function withScene(options: DiscordJourneyOptions, use: (scene: DiscordJourney) => Promise<void>): Promise<void> {
  const environment = { ...UNHURRIED, ...options.environment }
  const scene = await startDiscordJourney({ model: TELLING, documents: null, ...options, environment })
  try {
    const gate = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    await scene.kiku().ingest({ locations: [gate], audience: 'public' }, () => {}, NEVER)
    await use(scene)
    expect(scene.discord.pings).toEqual([])
  } finally {
    await scene.end()
  }
}

const mention = (scene: DiscordJourney, channel: string, user: string = alice) =>
  scene.discord.say({ user, channel, text: `<@${BOT_USER}> ${QUESTION}` })
/** Waits until there is an answer in the thread of each question. */
async function areAnswered(scene: DiscordJourney, questions: readonly DiscordMessage[]): Promise<void> {
  const { answersIn } = createDiscordTalk(scene)
  const answersTo = ({ id, channelId }: DiscordMessage) => [...answersIn(id), ...answersIn(channelId)]
  await scene.discord.waitFor(() => questions.every((one) => answersTo(one).length > 0), 'the answers', 20_000)
  for (const question of questions) expect(visibleText(answersTo(question)[0] ?? question)).toContain(FACT)
}

/** They begin at the same time, and wait for seconds. */
const PATIENCE = { timeout: 60_000 }

describe.concurrent('a connection that is lost', PATIENCE, () => {
  it('with its session, in the middle of answers, costs none of them, nor what is asked meanwhile', () =>
    withScene({ environment: { KIKU_MODEL_CONCURRENT_REQUESTS: '4' } }, async (scene) => {
      const { discord, model } = scene
      const { answersIn } = createDiscordTalk(scene)
      const gate = createGate()
      model?.setScript(answering(() => pausing(PIECES, { 1: gate })))
      const said = mention(scene, general)
      const command = discord.slash({ user: bob, channel: japanese, name: 'ask', options: { question: QUESTION } })
      const shown = () => [...discord.repliesIn(said.id), ...discord.repliesIn(japanese)].map(visibleText).join('\n')
      await discord.waitFor(() => shown().split('The code of the').length === 3, 'the first words of both')

      discord.invalidateSessions()
      await discord.waitFor(() => discord.openSockets === 0, 'the gap')
      const meanwhile = mention(scene, general, yuki)
      gate.open()
      await areAnswered(scene, [said, meanwhile])
      const { original } = await command
      await discord.waitFor(() => answersIn(japanese).length > 0, 'the answer to the command')
      await discord.idle()

      expect(visibleText(original ?? said)).toContain(FACT)
      expect([said.id, meanwhile.id, japanese].map((channel) => answersIn(channel).length)).toEqual([1, 1, 1])
      expect(discord.greetings.map(({ kind }) => kind)).toEqual(['identify', 'identify'])
    }))

  it('without a word is noticed by the heart that no longer beats, and taken up again', () =>
    withScene({ discord: { limits: { heartbeatMs: 400 } } }, async (scene) => {
      const { discord } = scene

      discord.freezeSockets()
      const said = mention(scene, general)
      await areAnswered(scene, [said])

      expect(new Set(discord.greetings.slice(1).map(({ kind }) => kind))).toEqual(new Set(['resume']))
      expect(createDiscordTalk(scene).answersIn(said.id)).toHaveLength(1)
    }))

  it('because an intent was taken away is opened again without it', () =>
    withScene({}, async (scene) => {
      const { discord, journey } = scene
      const { channel } = await createDiscordTalk(scene).ask({ user: alice, channel: general, text: QUESTION })

      discord.app.messageContent = false
      discord.dropSockets(Close.DisallowedIntents)
      await discord.waitFor(() => discord.openSockets === 0, 'the gap')
      const meanwhile = mention(scene, japanese)
      await discord.waitFor(() => discord.openSockets === 1, 'that Kiku is back', 15_000)
      await discord.idle()
      const later = discord.say({ user: bob, text: QUESTION })
      await areAnswered(scene, [meanwhile, later])

      expect(discord.greetings.map(({ intents }) => (intents & Intents.MessageContent) !== 0)).toEqual([true, false])
      expect(createDiscordTalk(scene).answersIn(channel)).toHaveLength(1)
      expect(await journey.log()).toMatch(/"problem":4014,"isTriedAgain":true[^\n]*"discord-lost"/)
    }))

  it('for a token that is not valid any more stays closed, and answers what was asked once there is another', () =>
    withScene({}, async (scene) => {
      const { discord, journey, kiku } = scene
      await createDiscordTalk(scene).ask({ user: alice, channel: general, text: QUESTION })
      await discord.idle()

      discord.setToken(RESEMBLING)
      discord.dropSockets(Close.AuthenticationFailed)
      await discord.waitFor(() => discord.openSockets === 0, 'the end')
      await expect.poll(() => journey.log()).toContain('"discord-lost"')
      const { length } = discord.calls
      const meanwhile = mention(scene, partnerGeneral)
      const found = await kiku().listSources()
      await discord.idle()
      const calls = discord.calls.length
      await scene.restart({ DISCORD_TOKEN: RESEMBLING })
      await areAnswered(scene, [meanwhile])

      expect(found).toHaveLength(1)
      expect(calls).toBe(length)
      const log = await journey.log()
      expect(log).toMatch(/"problem":4004,"isTriedAgain":false,"remedy":"[^"]*DISCORD_TOKEN[^\n]*"discord-lost"/)
      expect(log.match(/"discord-lost"/g)).toHaveLength(1)
    }))
})

describe.concurrent('as many connections as Discord recommends', PATIENCE, () => {
  it('are opened, and again when it asks for more', () =>
    withScene({ discord: { shards: 2 }, environment: { KIKU_DISCORD_SHARDS: 'auto' } }, async (scene) => {
      const { discord } = scene
      const questions = [mention(scene, general), mention(scene, partnerGeneral)]
      await areAnswered(scene, questions)

      discord.dropSockets(Close.ShardingRequired)
      await discord.waitFor(() => discord.openSockets === 0, 'the end')
      const meanwhile = [mention(scene, general), mention(scene, partnerGeneral)]
      await areAnswered(scene, meanwhile)

      expect(discord.greetings.map(({ shard, shards }) => `${shard}/${shards}`).sort()).toEqual([
        '0/2',
        '0/2',
        '1/2',
        '1/2',
      ])
      for (const { id } of [...questions, ...meanwhile]) expect(createDiscordTalk(scene).answersIn(id)).toHaveLength(1)
    }))
})
