import { afterEach, describe, expect, it } from 'vitest'
import { createGate } from '../fakes/gate.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { answering, answerRequests, promptOf } from '../fakes/journey-model.ts'
import { type SlackJourney, type SlackJourneyOptions, startSlackJourney } from '../fakes/journey-slack.ts'
import { BOT_USER, CHANNELS, PEOPLE, TEAM, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const channel = CHANNELS.general
const SECRET = 'The code of the velvet vault is amaranth.'
const QUESTION = 'What is the code of the velvet vault?'

describe('who reads a reply', () => {
  let scene: SlackJourney
  afterEach(() => scene.end())

  async function start(options: SlackJourneyOptions): Promise<void> {
    scene = await startSlackJourney({ documents: null, ...options })
    const path = await scene.journey.write('vault.md', `# Vault\n\n${SECRET}\n`)
    await scene.kiku().ingest({ locations: [path], audience: `slack:${TEAM}` }, () => {}, NEVER)
  }
  const mention = (text: string) => scene.slack.say({ user: PEOPLE.alice, channel, text: `<@${BOT_USER}> ${text}` })

  it('is looked up when the turn of a waiting question has come', async () => {
    const gate = createGate()
    const script = answering((body) =>
      promptOf(body).includes('first')
        ? { chunks: ['Later.'], beforePiece: () => gate.passed }
        : { content: promptOf(body).includes('amaranth') ? SECRET : 'The sources do not say.' },
    )
    await start({ model: { script }, environment: { ...UNHURRIED, KIKU_LIMITS_CONCURRENT_ANSWERS: '1' } })
    const talk = createSlackTalk(scene)
    const { model, slack } = scene
    await mention('What is the code of the velvet vault, first?')
    await slack.waitFor(() => model !== undefined && answerRequests(model).length === 1, 'the first request')
    const waiting = await mention(QUESTION)
    await slack.waitFor(() => slack.statusOf(channel, waiting.threadTs) !== '', 'the status of the second question')

    await slack.join({ user: PEOPLE.singleChannelGuest, channel })
    gate.open()
    await talk.answerTo(waiting)

    expect(talk.textsIn(channel)).not.toContain('amaranth')
    expect(talk.prompts(1).join('\n')).not.toContain('amaranth')
  })

  it('is looked up anew before an answer that was never shown is given again', async () => {
    await start({ environment: UNHURRIED })
    const { slack } = scene
    slack.faults.push({ method: 'chat.postMessage', status: 503, times: 1_000 })
    slack.faults.push({ method: 'chat.startStream', status: 503, times: 1_000 })
    const said = await mention(QUESTION)
    await slack.waitFor(() => slack.callsOf('chat.postMessage').length > 0, 'a try to post the answer')
    await scene.stop()

    slack.faults.length = 0
    slack.world.join(PEOPLE.singleChannelGuest, channel)
    await scene.start()
    await createSlackTalk(scene).answerTo(said)

    expect(slack.repliesIn(channel, said.threadTs)).toHaveLength(1)
    expect(slack.messagesIn(channel).map(visibleText).join('\n')).not.toContain('amaranth')
  })

  it('may read it all where nobody else has come', async () => {
    await start({ environment: UNHURRIED })

    const { answer } = await createSlackTalk(scene).ask({ user: PEOPLE.alice, channel, text: QUESTION })

    expect(visibleText(answer)).toContain('amaranth')
  })
})
