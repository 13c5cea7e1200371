import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { discordWords } from '../../src/adapters/discord/words/words.ts'
import {
  BOT_USER,
  CHANNELS,
  type DiscordMessage,
  PEOPLE,
  visibleComponents,
  visibleText,
} from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { createGate } from '../fakes/gate.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { answering, answerRequests } from '../fakes/journey-model.ts'
import { TELLING, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const EN = discordWords('en')
const QUESTION = 'What is the code of the copper gate?'
const FACT = 'The code of the copper gate is marigold [1].'

describe('the buttons below an answer', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  let answer: DiscordMessage
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: TELLING, environment: UNHURRIED })
    talk = createDiscordTalk(scene)
    const gate = await scene.journey.write('gate.md', '# Copper gate\n\nThe code of the copper gate is marigold.\n')
    await scene.kiku().ingest({ locations: [gate], audience: 'public' }, () => {}, NEVER)
  })
  beforeEach(async () => {
    scene.model?.setScript(TELLING.script ?? (() => ({ content: '' })))
    answer = (await talk.ask({ user: alice, channel: CHANNELS.general, text: QUESTION })).answer
    await scene.discord.idle()
  })
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(() => scene.end())

  /** What one person alone is shown in return for a click. */
  const shown = async (user: string, action: string, on = answer) => {
    const interaction = await talk.click({ user, on, action })
    const find = () => [interaction.original, ...interaction.followUps].findLast((one) => one?.onlyFor === user)
    await scene.discord.waitFor(() => find() !== undefined, `what ${user} is shown`)
    const message = find()
    return message === undefined ? '' : visibleText(message)
  }

  it('show what it draws on and why, to whoever asks alone', async () => {
    const sources = await shown(bob, ACTIONS.sources)
    const why = await shown(bob, ACTIONS.why)

    expect(sources).toContain('Copper gate')
    expect(sources).toContain('The code of the copper gate is marigold.')
    expect(why).toContain(chatWords('en').whyTitle)
    expect(talk.answersIn(answer.channelId)).toEqual([answer])
  })

  it('show sources in plain words where Discord does not take them laid out', async () => {
    scene.discord.faults.push({
      method: 'POST',
      path: /^\/webhooks\//,
      status: 400,
      code: 50_035,
      where: (body) => (Number((body as { flags?: number }).flags ?? 0) & (1 << 15)) !== 0,
    })

    expect(await shown(bob, ACTIONS.sources)).toContain('Copper gate')
  })

  it('take thanks, and ask what was wrong', async () => {
    expect(await shown(alice, ACTIONS.helpful)).toContain(EN.feedback.thanks)

    const interaction = await talk.click({ user: bob, on: answer, action: ACTIONS.notHelpful })
    await scene.discord.waitFor(() => interaction.modal !== undefined, 'the form')

    expect(visibleComponents(interaction.modal?.components ?? [])).toContain(EN.feedback.text)
    scene.discord.dismissModal(bob)
  })

  it('have it answered once more, in the same conversation', async () => {
    await talk.click({ user: bob, on: answer, action: ACTIONS.tryAgain })

    const again = await talk.answerIn(answer.channelId, 2)

    expect(visibleText(again)).toContain(FACT)
  })

  it('have it answered once more with the message that it was about', async () => {
    const { general } = CHANNELS
    const heron = scene.discord.say({ user: bob, channel: general, text: '鷺の暗号は turquoise です。' })
    const text = 'Write a rhyme about this.'
    const asked = await talk.ask({ user: alice, channel: general, text, replyTo: heron })
    await scene.discord.idle()
    const { length } = talk.prompts()

    await talk.click({ user: yuki, on: asked.answer, action: ACTIONS.tryAgain })
    await talk.answerIn(asked.channel, 2)

    expect(talk.prompts(length).join()).toContain('鷺の暗号は turquoise です。')
  })

  it('work after a restart', async () => {
    await scene.restart()

    expect(await shown(bob, ACTIONS.sources)).toContain('Copper gate')
    await talk.click({ user: yuki, on: answer, action: ACTIONS.tryAgain })
    expect(visibleText(await talk.answerIn(answer.channelId, 2))).toContain(FACT)
  })

  it('tell nothing of an answer that stands in another channel', async () => {
    const elsewhere = (await talk.ask({ user: alice, channel: CHANNELS.board, text: QUESTION })).answer
    const forged = { ...answer, components: elsewhere.components }

    expect(await shown(bob, ACTIONS.sources, forged)).toBe(EN.answers.gone)
  })

  it('end an answer in the making for its asker, and for nobody else', async () => {
    const gate = createGate()
    scene.model?.setScript(
      answering(() => ({
        chunks: ['The code ', 'is marigold.'],
        beforePiece: (piece) => (piece === 1 ? gate.passed : undefined),
      })),
    )
    const said = scene.discord.say({
      user: alice,
      channel: CHANNELS.general,
      text: `<@${BOT_USER}> ${QUESTION} Tell me all.`,
    })
    const find = () =>
      scene.discord.repliesIn(said.id).find(({ components }) => JSON.stringify(components).includes(ACTIONS.stop))
    await scene.discord.waitFor(() => find() !== undefined, 'the button')
    const running = find()
    if (running === undefined) throw new Error('It is over.')

    expect(await shown(bob, ACTIONS.stop, running)).toContain(EN.answers.notYoursToStop)
    await talk.click({ user: alice, on: running, action: ACTIONS.stop })
    await scene.discord.waitFor(() => find() === undefined, 'the end')
    gate.open()

    expect(visibleText(running)).toContain(chatWords('en').stopped)
    expect(scene.model === undefined ? 0 : answerRequests(scene.model).length).toBeGreaterThan(0)
  })
})
