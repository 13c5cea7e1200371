import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { unsupportedMark } from '../../src/answer/own-sentences.ts'
import { createGate, pausing } from '../fakes/gate.ts'
import { answering, answerRequests } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { blocksOf } from '../fakes/slack/message.ts'
import { BOT_USER, PEOPLE, type Said, TEAM, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const EN = chatWords('en')
const JA = chatWords('ja')
const QUESTION = 'What does the company pay for a hotel?'
const PIECES = ['The company pays ', 'up to 140 euros ', 'per night ', 'for a hotel [1].'] as const
const ANSWER = PIECES.join('')

describe('an answer in the making', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    scene = await startSlackJourney({ model: {}, environment: UNHURRIED })
    talk = createSlackTalk(scene)
  })
  afterEach(() => expect(scene.slack.pings).toEqual([]))
  afterAll(() => scene.end())

  const write = (script: Parameters<typeof answering>[0]) => scene.model?.setScript(answering(script))
  const openRoom = () => scene.slack.world.addChannel({ members: [alice, bob, yuki, BOT_USER] }).id
  const ask = (channel: string, text = QUESTION, user: string = alice) =>
    scene.slack.say({ user, channel, text: `<@${BOT_USER}> ${text}` })
  const replyTo = ({ channel, threadTs }: Said, shows: string) =>
    scene.slack.waitFor(
      () => scene.slack.repliesIn(channel, threadTs).find((message) => visibleText(message).includes(shows)),
      `a reply that says: ${shows}`,
    )
  const callsAbout = ({ threadTs }: Said, ts: string) =>
    scene.slack.calls.filter(({ arguments: { thread_ts, ts: own } }) => thread_ts === threadTs || own === ts)

  it('is shown while the model still writes, below a card that says how Kiku goes about it', async () => {
    const [first, second] = [createGate(), createGate()]
    write(pausing(PIECES, { 1: first, 3: second }))

    const said = await ask(openRoom())
    const reply = await replyTo(said, 'The company pays')
    const begun = visibleText(reply)
    first.open()
    await replyTo(said, 'The company pays up to 140 euros per night')
    const further = visibleText(reply)
    const requests = scene.model === undefined ? [] : answerRequests(scene.model)
    const sent = requests.at(-1)?.sent
    second.open()
    await talk.answerTo(said)

    expect(begun).toContain(`(complete) ${EN.searched(['knowledge'])}`)
    expect(begun).toContain(`[${EN.stop}]`)
    expect(begun).not.toContain('140 euros')
    expect(further).not.toContain('for a hotel')
    expect(sent).toBe(3)
    expect(talk.answersTo(said)).toEqual([reply])
  })

  it('is streamed: a status, a stream for the asker, what is new, its end, and what stays', async () => {
    const gate = createGate()
    write(pausing(PIECES, { 2: gate }))

    const said = await ask(openRoom())
    const reply = await replyTo(said, 'The company pays')
    gate.open()
    await talk.answerTo(said)

    const calls = callsAbout(said, reply.ts)
    const methods = calls.map(({ method }) => method)
    expect(methods[0]).toBe('assistant.threads.setStatus')
    expect(methods.filter((method) => method.startsWith('chat.'))).toEqual([
      'chat.startStream',
      ...methods.filter((method) => method === 'chat.appendStream'),
      'chat.stopStream',
      'chat.update',
    ])
    expect(calls.find(({ method }) => method === 'chat.startStream')?.arguments).toMatchObject({
      recipient_user_id: alice,
      recipient_team_id: TEAM,
    })
    expect(calls.every(({ status, error }) => status === 200 && error === undefined)).toBe(true)
  })

  it('ends as the checked answer with its source, its chip and buttons to judge it, and none to stop it', async () => {
    const gate = createGate()
    const invention = 'Bananas are yellow because of carotenoids [1].'
    write(pausing([...PIECES, ' ', invention], { 2: gate }))

    const said = await ask(openRoom())
    await replyTo(said, 'The company pays')
    gate.open()
    const answer = await talk.answerTo(said)

    const shown = visibleText(answer)
    const [words] = shown.split(`\n${EN.sources}\n`)
    expect(words).toBe(`${ANSWER} Bananas are yellow because of carotenoids.${unsupportedMark('en')}`)
    expect(shown).toContain('[1] Travel expenses')
    expect(shown).toContain(EN.writtenBy('ollama:chat:latest'))
    expect(JSON.stringify(blocksOf(answer))).not.toContain(ACTIONS.stop)
    expect(answer.streaming).toBe('completed')
    expect(scene.slack.statusOf(said.channel, said.threadTs)).toBe('')
  })

  it('speaks Japanese to one who has Slack in Japanese', async () => {
    const gate = createGate()
    write(pausing(['入社から6か月後に', '10日の有給休暇が', '付与されます[1]。'], { 1: gate }))

    const said = await ask(openRoom(), '有給休暇は入社から何か月後に付与されますか', yuki)
    const begun = visibleText(await replyTo(said, '入社から6か月後に'))
    gate.open()
    const shown = visibleText(await talk.answerTo(said))

    expect(begun).toContain(`(complete) ${JA.searched(['knowledge'])}`)
    expect(begun).toContain(`[${JA.stop}]`)
    expect(shown).toContain('入社から6か月後に10日の有給休暇が付与されます[1]。')
    expect(shown).toContain(`${JA.sources}\n[1] 有給休暇の取り方`)
  })

  it('is streamed in a direct message without naming a reader, whom Slack knows', async () => {
    const gate = createGate()
    write(pausing(PIECES, { 2: gate }))

    const said = await scene.slack.say({ user: alice, text: QUESTION })
    await replyTo(said, 'The company pays')
    gate.open()
    await talk.answerTo(said)

    const start = scene.slack.callsOf('chat.startStream').at(-1)
    expect(start?.arguments).toMatchObject({ channel: said.channel, thread_ts: said.ts })
    expect(start?.arguments).not.toHaveProperty('recipient_user_id')
  })

  it('names where a source can be opened', async () => {
    const gate = createGate()
    const file = scene.slack.addFile({ name: 'ferry.txt', content: 'The ferry to Gozo leaves at 8:15 from pier 4.' })
    write(pausing(['The ferry to Gozo ', 'leaves at 8:15 from pier 4 [1].'], { 1: gate }))

    const text = `<@${BOT_USER}> When does the ferry to Gozo leave?`
    const said = await scene.slack.say({ user: alice, channel: openRoom(), text, files: [file] })
    const begun = visibleText(await replyTo(said, 'The ferry to Gozo'))
    gate.open()
    await talk.answerTo(said)

    expect(begun).toContain(`<https://home.slack.com/archives/${said.channel}/`)
  })

  it('never shows what the model only thinks', async () => {
    const gate = createGate()
    const thought = '<think>Secretly the customer is a penguin.</think>'
    write(pausing([...(thought.match(/.{1,7}/g) ?? []), ...PIECES], { 9: gate }))

    const said = await ask(openRoom())
    await replyTo(said, 'The company pays')
    gate.open()
    await talk.answerTo(said)

    expect(JSON.stringify(scene.slack.calls)).not.toMatch(/penguin|think>/)
  })

  it('is shown to each in a thread where two ask at once, one after the other', async () => {
    const gate = createGate()
    write(pausing(PIECES, { 2: gate }))
    const said = await ask(openRoom())
    await replyTo(said, 'The company pays')

    const { channel, threadTs } = said
    await scene.slack.say({ user: bob, channel, threadTs, text: `<@${BOT_USER}> And how much is it in Zurich?` })
    const statuses = () => scene.slack.statuses.filter((status) => status.threadTs === threadTs)
    await scene.slack.waitFor(() => statuses().length === 2, 'a status for the second question')
    const whileFirst = scene.slack.repliesIn(channel, threadTs).length
    gate.open()
    await talk.answerTo(said, 2)

    expect(whileFirst).toBe(1)
    expect(scene.slack.repliesIn(channel, threadTs)).toHaveLength(2)
  })
})
