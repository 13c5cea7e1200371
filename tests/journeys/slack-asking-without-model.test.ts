import { afterEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { createGate, pausing } from '../fakes/gate.ts'
import { answering } from '../fakes/journey-model.ts'
import { type SlackJourney, type SlackJourneyOptions, startSlackJourney } from '../fakes/journey-slack.ts'
import { BOT_USER, CHANNELS, PEOPLE, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'
import { HOTEL_ANSWER, HOTEL_PIECES, HOTEL_QUESTION } from '../fakes/slow-answer.ts'

const { alice, yuki } = PEOPLE
const { general, organisation, shared } = CHANNELS
const AT_ONCE = { script: answering({ content: HOTEL_ANSWER }) }

describe('asking while the model is away', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  const open = async (options: SlackJourneyOptions) => {
    scene = await startSlackJourney(options)
    talk = createSlackTalk(scene)
  }
  afterEach(async () => {
    expect(scene.slack.pings).toEqual([])
    await scene.end()
  })

  const ask = (user: string, channel: string) => scene.slack.say({ user, channel, text: HOTEL_QUESTION })

  it.each([
    [alice, 'en', HOTEL_QUESTION, 'The company pays up to 140 euros per night for a hotel.'],
    [yuki, 'ja', `<@${BOT_USER}> 有給休暇は翌年度に繰り越せますか`, '使わなかった有給休暇は翌年度に限り繰り越せます。'],
  ] as const)('quotes the sources and says why (%s)', async (user, language, text, quote) => {
    await open({ model: AT_ONCE, environment: UNHURRIED })
    await scene.model?.close()

    const said = await scene.slack.say({ user, channel: general, text })
    const shown = visibleText(await talk.answerTo(said))

    const words = chatWords(language)
    expect(shown).toContain(quote)
    expect(shown).toContain(words.degraded('model-unreachable', true))
    expect(shown).toContain(words.quoted)
    expect(shown).toContain(`\n${words.sources}\n[1] `)
  })

  it('says so to one whose question needs none of the sources', async () => {
    await open({ model: AT_ONCE, environment: UNHURRIED })
    await scene.model?.close()

    const said = await scene.slack.say({ user: alice, channel: general, text: `<@${BOT_USER}> Write a poem.` })
    const shown = visibleText(await talk.answerTo(said))

    expect(shown).toMatch(/language model/)
    expect(shown).toContain(`[${chatWords('en').tryAgain}]`)
  })

  it('takes back half an answer that broke off, and quotes', async () => {
    const gate = createGate()
    const script = answering(() => ({ ...pausing(HOTEL_PIECES, { 2: gate }), cutAfter: 2 }))
    await open({ model: { script }, environment: UNHURRIED })

    const said = await ask(alice, general)
    await scene.slack.waitFor(() => scene.slack.repliesIn(general, said.threadTs)[0], 'the first words')
    gate.open()
    const answer = await talk.answerTo(said)

    expect(visibleText(answer)).toContain('The company pays up to 140 euros per night for a hotel.')
    expect(visibleText(answer)).toContain(chatWords('en').quoted)
    expect(scene.slack.repliesIn(general, said.threadTs)).toEqual([answer])
  })

  it('is used again as soon as it is back', async () => {
    await open({ model: { ...AT_ONCE, fault: { kind: 'cut' } }, environment: UNHURRIED })
    const quoted = visibleText(await talk.answerTo(await ask(alice, general)))
    scene.model?.setFault(undefined)

    let shown = quoted
    for (
      let attempt = 0;
      attempt < 20 && !shown.includes(chatWords('en').writtenBy('ollama:chat:latest'));
      attempt += 1
    )
      shown = visibleText(
        await talk.answerTo(await ask(alice, [organisation, shared, CHANNELS.guests][attempt % 3] ?? '')),
      )

    expect(quoted).toContain(chatWords('en').quoted)
    expect(shown).toContain(HOTEL_ANSWER)
  })
})
