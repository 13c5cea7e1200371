import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createGate, pausing } from '../fakes/gate.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { answering } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { BOT_USER, PEOPLE, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const TOKENS = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<@U0BOB>',
  '<@U0BOB|bob>',
  '<!subteam^S0TEAM>',
  '@here',
  '@channel',
]
/** A document by somebody who wants Kiku to call everyone. */
const DRILL = `# Fire drill ${TOKENS.join(' ')}\n\nThe fire drill is on Monday. ${TOKENS.join(' ')} must come to the car park.\n`
const SAID = `The fire drill is on Monday [1]. ${TOKENS.join(' ')} must come to the car park [1].`

describe('what would call people', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: {}, environment: UNHURRIED })
    talk = createSlackTalk(scene)
    const path = await scene.journey.write(`drill <!channel>.md`, DRILL)
    await scene.kiku().ingest({ locations: [path], audience: 'public' }, () => {}, NEVER)
  })
  afterEach(() => expect(scene.slack.pings).toEqual([]))
  afterAll(() => scene.end())

  const openRoom = () => scene.slack.world.addChannel({ members: [alice, bob, yuki, BOT_USER] }).id
  const write = (script: Parameters<typeof answering>[0]) => scene.model?.setScript(answering(script))
  const QUESTION = 'When is the fire drill?'

  it('is shown and calls nobody when a model writes it', async () => {
    write({ content: SAID })

    const { answer } = await talk.ask({ user: alice, channel: openRoom(), text: QUESTION })

    expect(visibleText(answer)).toContain('The fire drill is on Monday')
    expect(visibleText(answer)).toMatch(/channel.*here.*everyone/s)
  })

  it('calls nobody while it is streamed, wherever it is cut', async () => {
    const gates = Array.from({ length: 12 }, createGate)
    // Every token comes in two halves, and the second one after the first has been shown.
    const halves = TOKENS.flatMap((token) => [`${token.slice(0, 3)}`, `${token.slice(3)} `])
    write(
      pausing(['The fire drill is on Monday [1]. ', ...halves], {
        2: gates[0] ?? createGate(),
        8: gates[1] ?? createGate(),
      }),
    )
    const channel = openRoom()
    const said = await scene.slack.say({ user: alice, channel, text: `<@${BOT_USER}> ${QUESTION}` })
    const shown = () => scene.slack.repliesIn(channel, said.threadTs).map(visibleText).join('\n')

    await scene.slack.waitFor(() => shown().includes('on Monday'), 'the first words')
    gates[0]?.open()
    await scene.slack.waitFor(() => scene.slack.callsOf('chat.appendStream').length > 0, 'more words')
    gates[1]?.open()

    expect(visibleText(await talk.answerTo(said))).toContain('on Monday')
  })

  it('calls nobody where Slack does not let Kiku stream', async () => {
    scene.slack.faults.push({ method: 'chat.startStream', error: 'channel_type_not_supported' })
    const gate = createGate()
    write(pausing([SAID, ' It begins [1].'], { 1: gate }))
    const channel = openRoom()
    const said = await scene.slack.say({ user: alice, channel, text: `<@${BOT_USER}> ${QUESTION}` })

    await scene.slack.waitFor(() => scene.slack.repliesIn(channel, said.threadTs).length > 0, 'the first words')
    gate.open()

    expect(visibleText(await talk.answerTo(said))).toContain('on Monday')
  })

  it('calls nobody when it stands in a source that is quoted, or in its name', async () => {
    write({ status: 500, error: 'no' })

    const { answer } = await talk.ask({ user: alice, channel: openRoom(), text: QUESTION })

    expect(visibleText(answer)).toContain('The fire drill is on Monday')
  })

  it('calls nobody when it stands in a file, in its name, or in the question', async () => {
    write({ content: 'The summer party is in June [1]. <!channel> @everyone [1]' })
    const files = ['<!channel>.md', '<@U0BOB>.png'].map((name) =>
      scene.slack.addFile({ name, content: 'The summer party is in June. <!channel> <@U0BOB> @everyone come!' }),
    )
    const broken = scene.slack.addFile({
      name: '<!here> @channel.pdf',
      mediaType: 'application/pdf',
      content: '%PDF-1.7 no',
    })
    const text = `<@${BOT_USER}> &lt;!channel&gt; &lt;@U0BOB&gt; when is the summer party? @here`

    const said = await scene.slack.say({ user: alice, channel: openRoom(), text, files: [...files, broken] })
    await talk.answerTo(said)
    await scene.slack.waitFor(() => scene.slack.ephemeralsFor(alice).length > 0, 'what Alice is told of the file')
    await scene.slack.idle()
  })

  it('calls nobody when it stands in the name of one who asks', async () => {
    scene.slack.world.changeUser(bob, { realName: '<!channel> @here', name: '@everyone' })
    write({ content: 'The fire drill is on Monday [1].' })
    const { said } = await talk.ask({ user: bob, channel: openRoom(), text: QUESTION })
    const { channel, threadTs } = said

    await scene.slack.say({
      user: alice,
      channel,
      threadTs,
      text: `<@${BOT_USER}> What did <@${bob}> ask about the drill?`,
    })
    await talk.answerTo(said, 2)
  })

  it('shows a link of the evidence only, and no preview of it', async () => {
    write({
      content:
        'The fire drill is on Monday [1]. See https://evil.example/steal?q=secret and [here](https://evil.example/x) [1].',
    })

    const { answer } = await talk.ask({ user: alice, channel: openRoom(), text: QUESTION })

    expect(JSON.stringify(answer.blocks)).not.toContain('https://evil.example')
    const posts = scene.slack.callsOf('chat.postMessage')
    expect(posts.every((call) => call.arguments.unfurl_links === 'false')).toBe(true)
    expect(posts.every((call) => call.arguments.unfurl_media === 'false')).toBe(true)
  })
})
