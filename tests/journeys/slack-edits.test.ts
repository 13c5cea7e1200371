import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGate, type Gate } from '../fakes/gate.ts'
import { answering, answerRequests, promptOf } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { BOT_USER, CHANNELS, PEOPLE, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const channel = CHANNELS.general
const CITIES = ['Zurich', 'London', 'Oslo'] as const
const questionAbout = (city: string) => `<@${BOT_USER}> What does the company pay for a hotel in ${city}?`

/** The question stands last in the prompt. */
function cityOf(prompt: string): string {
  return CITIES.toSorted((one, other) => prompt.lastIndexOf(other) - prompt.lastIndexOf(one))[0] ?? ''
}

describe('a question that is edited again and again while it is answered', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  let gate: Gate
  beforeEach(async () => {
    gate = createGate()
    // Every answer begins and then waits, until the test lets all of them go on.
    const script = answering((body) => ({
      chunks: ['The limit ', `in ${cityOf(promptOf(body))} is 190 euros [1].`],
      beforePiece: (piece) => (piece === 1 ? gate.passed : undefined),
    }))
    scene = await startSlackJourney({ model: { script, numParallel: 4 }, environment: UNHURRIED })
    talk = createSlackTalk(scene)
  })
  afterEach(() => scene.end())

  it.each([
    ['twice in a row', ['London', 'Oslo']],
    ['there and back again', ['London', 'Zurich', 'London']],
  ])('%s is answered once, as it stands at the end', async (_name, edits) => {
    const { slack, model } = scene
    const said = await slack.say({ user: PEOPLE.alice, channel, text: questionAbout('Zurich') })
    await slack.waitFor(() => model !== undefined && answerRequests(model).length === 1, 'the first request')

    for (const city of edits) await slack.edit({ ...said, text: questionAbout(city) })
    gate.open()
    const last = edits.at(-1) ?? ''
    await slack.waitFor(
      () => talk.answersTo(said).some((answer) => visibleText(answer).includes(`in ${last} is`)),
      `the answer about ${last}`,
    )
    await slack.idle()

    expect(slack.repliesIn(channel, said.threadTs)).toHaveLength(1)
  })
})
