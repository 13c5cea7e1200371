import { GatewayIntentBits as Intents } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import { stringsFor } from '../../src/cli/strings/strings-for.ts'
import {
  BOT_USER,
  CHANNELS,
  type DiscordServer,
  PEOPLE,
  startDiscordServer,
  visibleText,
} from '../fakes/discord/discord-server.ts'
import { createDiscordTalk } from '../fakes/discord-talk.ts'
import { type Journey, type JourneyRun, startJourney } from '../fakes/journey-bench.ts'
import { startDiscordJourney, TOKEN } from '../fakes/journey-discord.ts'
import {
  PEOPLE as COLLEAGUES,
  startSlackServer,
  visibleText as visibleInSlack,
  CHANNELS as WORKSPACE,
} from '../fakes/slack/slack-server.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, mona, yuki } = PEOPLE
const { general } = CHANNELS
const QUESTION = 'What is the code of the copper gate?'
const GATE = '# Copper gate\n\nThe code of the copper gate is marigold.\n'

/** `kiku serve` beside a local Discord, until it is ended. */
interface Serving {
  readonly journey: Journey
  readonly discord: DiscordServer
  /** Resolves when it has said something. */
  says(text: string): Promise<void>
  /** Ends it in good order. */
  end(): Promise<JourneyRun>
}

async function withServing(
  prepare: (discord: DiscordServer) => Readonly<Record<string, string>>,
  use: (serving: Serving) => Promise<void>,
): Promise<void> {
  const journey = await startJourney()
  const discord = await startDiscordServer({ token: TOKEN })
  const ending = new AbortController()
  let serving: Promise<unknown> = Promise.resolve()
  try {
    const connection = { DISCORD_TOKEN: TOKEN, KIKU_DISCORD_API_URL: discord.apiUrl, ...prepare(discord) }
    journey.configure({ ...UNHURRIED, ...connection })
    await journey.write('gate.md', GATE)
    await journey.run(['ingest', 'documents'])
    let said = ''
    const onError = (text: string) => {
      said += text
    }
    const running = journey.run(['serve'], { signal: ending.signal, onError })
    serving = running
    const end = () => {
      ending.abort()
      return running
    }
    await use({ journey, discord, end, says: (text) => expect.poll(() => said, SOON).toContain(text) })
  } finally {
    ending.abort()
    await serving
    await discord.close()
    await journey.end()
  }
}

const SOON = { timeout: 20_000, interval: 10 }

/** They begin at the same time, and wait for seconds. */
const PATIENCE = { timeout: 60_000 }

describe.concurrent('a Discord that Kiku cannot come into', PATIENCE, () => {
  it('for its token is said once with the remedy, and all else goes on', async () => {
    const slack = await startSlackServer()
    const strings = stringsFor('en')
    const prepare = () => ({
      DISCORD_TOKEN: `${TOKEN}Walrus`,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      KIKU_SLACK_API_URL: slack.apiUrl,
    })
    try {
      await withServing(prepare, async ({ journey, discord, says, end }) => {
        await says(strings.readyWithoutTerminal)
        const calls = discord.calls.length
        const said = await slack.say({ user: COLLEAGUES.alice, channel: WORKSPACE.aliceDirect, text: QUESTION })
        await slack.waitFor(
          () => slack.repliesIn(said.channel, said.threadTs).some((one) => visibleInSlack(one).includes('marigold')),
          'an answer in Slack',
        )
        const { code, stderr } = await end()

        expect(stderr).toContain(strings.surfaceStarted('slack'))
        expect(stderr).toContain(strings.surfaceNotStarted('discord', false))
        expect(stderr.split('\n').filter((line) => line.includes('DISCORD_TOKEN'))).toHaveLength(1)
        expect(code).toBe(0)
        expect(discord.calls).toHaveLength(calls)
        expect(discord.greetings).toEqual([])
        expect(stderr + (await journey.log())).not.toContain('Walrus')
      })
    } finally {
      await slack.close()
    }
  })

  it.each([
    [
      'en',
      'does not answer',
      (discord: DiscordServer) => discord.faults.push({ path: /./, status: 503, times: 10_000 }),
    ],
    ['ja', 'takes no connection', (discord: DiscordServer) => discord.setGatewayOutage(true)],
  ] as const)('is tried again, and answers what was asked meanwhile (%s: %s)', (language, _, fail) =>
    withServing(
      (discord) => {
        fail(discord)
        return { KIKU_LANGUAGE: language }
      },
      async ({ journey, discord, says, end }) => {
        await says(stringsFor(language).readyWithoutTerminal)
        const asked = discord.say({ user: alice, channel: general, text: `<@${BOT_USER}> ${QUESTION}` })
        const local = await journey.run(['search', QUESTION])
        discord.faults.length = 0
        discord.setGatewayOutage(false)
        const answers = () => discord.repliesIn(asked.id).filter((one) => visibleText(one).includes('marigold'))
        await discord.waitFor(() => answers().length > 0, 'an answer', 15_000)
        const { stderr } = await end()

        expect(stderr).toContain(stringsFor(language).surfaceNotStarted('discord', true))
        expect(local.stdout).toContain('marigold')
        expect(answers()).toHaveLength(1)
      },
    ),
  )
})

describe.concurrent('a Discord that refuses the Message Content intent', PATIENCE, () => {
  it('is answered where the intent is not needed, and doctor and the settings say what is missing', async () => {
    const scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED, documents: null })
    try {
      const { journey, kiku, discord } = scene
      const talk = createDiscordTalk(scene)
      const gate = await journey.write('gate.md', GATE)
      await kiku().ingest({ locations: [gate], audience: 'public' }, () => {}, new AbortController().signal)
      const thread = (await talk.ask({ user: alice, channel: general, text: QUESTION })).channel
      await scene.stop()
      const { length } = discord.greetings
      // Switched off after Kiku has asked whether it is on.
      discord.faults.push({ path: /gateway\/bot$/, where: () => (discord.app.messageContent = false) })
      await scene.start()

      const { answer } = await talk.ask({ user: alice, channel: general, text: QUESTION })
      discord.say({ user: alice, channel: thread, text: `${QUESTION} Again?` })
      const named = await talk.ask({ user: alice, channel: thread, text: QUESTION })
      const direct = await talk.ask({ user: yuki, text: QUESTION })
      const command = await talk.askByCommand({ user: alice, channel: general, question: QUESTION })
      const panel = await talk.use({ user: mona, channel: general, name: 'kiku config' })
      await discord.idle()
      const doctor = await journey.run(['doctor'])

      for (const shown of [answer, named.answer, direct.answer, command.answer])
        expect(visibleText(shown)).toContain('marigold [1]')
      expect(talk.answersIn(thread)).toHaveLength(2)
      expect(panel.text).toContain(discordWords('en').config.noMessageContent)
      expect(doctor.stdout).toContain(
        'The Message Content intent is off: mentions, direct messages, slash commands and',
      )
      expect(await journey.log()).toContain('"discord-message-content-refused"')
      expect(discord.greetings.slice(length).map(({ intents }) => intents & Intents.MessageContent)).toEqual([0])
      expect(discord.pings).toEqual([])
    } finally {
      await scene.end()
    }
  })
})
