import { createGate, pausing } from './gate.ts'
import { answering } from './journey-model.ts'
import { type SlackJourney, startSlackJourney } from './journey-slack.ts'
import { type Said, type SlackMessage, type SlackServerOptions, visibleText } from './slack/slack-server.ts'
import { BOT_USER, PEOPLE } from './slack/world.ts'
import { createSlackTalk, UNHURRIED } from './slack-talk.ts'

/** What a model writes of the company's hotels: at once, after the first words, and after others were seen. */
export const HOTEL_PIECES = ['The company pays ', 'up to 140 euros ', 'per night ', 'for a hotel [1].'] as const
export const HOTEL_ANSWER = HOTEL_PIECES.join('')
export const HOTEL_QUESTION = `<@${BOT_USER}> What does the company pay for a hotel?`

/** How one answer came about, as its readers saw it. */
export interface SlowAnswer {
  readonly said: Said
  readonly answer: SlackMessage
  /** What was to be seen of the reply when the model had written its first words, and when it had written some more. */
  readonly first: readonly string[]
  readonly second: readonly string[]
}

export interface SlowAnswerOptions {
  /** Where it is asked; a new channel by default. */
  readonly channel?: string
  /** Happens while the first words stand in the channel. */
  readonly meanwhile?: () => unknown
  /** Whether the model waits until its words are seen. Default true. */
  readonly waits?: boolean
}

/** Starts a Slack of its own, does something with it in which nobody must be called, and ends it. */
export async function withScene(
  use: (scene: SlackJourney) => Promise<void>,
  options: SlackServerOptions = {},
): Promise<void> {
  const scene = await startSlackJourney({ model: {}, environment: UNHURRIED, slack: options })
  try {
    await use(scene)
    if (scene.slack.pings.length > 0) throw new Error(`Somebody was called: ${JSON.stringify(scene.slack.pings)}`)
  } finally {
    await scene.end()
  }
}

/** Has a question answered by a model that waits until its readers have seen what it wrote. */
export async function answerSlowly(
  scene: SlackJourney,
  { channel, meanwhile = () => {}, waits = true }: SlowAnswerOptions = {},
): Promise<SlowAnswer> {
  const { slack } = scene
  const [early, late] = [createGate(), createGate()]
  scene.model?.setScript(answering(() => pausing(HOTEL_PIECES, { 1: early, 3: late })))
  const place = channel ?? slack.world.addChannel({ members: [PEOPLE.alice, PEOPLE.bob, BOT_USER] }).id
  const said = await slack.say({ user: PEOPLE.alice, channel: place, text: HOTEL_QUESTION })
  const replies = () => slack.repliesIn(place, said.threadTs).map(visibleText)
  const see = async (words: string) => {
    if (waits) await slack.waitFor(() => replies().some((text) => text.includes(words)), `the words: ${words}`)
    return replies()
  }

  const first = await see('The company pays')
  await meanwhile()
  early.open()
  const second = await see('140 euros')
  late.open()
  const answer = await createSlackTalk(scene).answerTo(said)
  await slack.idle()
  return { said, answer, first, second }
}
