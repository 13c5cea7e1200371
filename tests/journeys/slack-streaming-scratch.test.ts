import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { createGate, type Gate, pausing } from '../fakes/gate.ts'
import { answering } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { BOT_USER, type Fault, PEOPLE, type Said, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const EN = chatWords('en')
const PIECES = ['The company pays ', 'up to 140 euros ', 'per night ', 'for a hotel [1].'] as const
const QUESTION = `<@${BOT_USER}> What does the company pay for a hotel?`

/** A scene whose model waits before its second and its last words. */
async function openScene() {
  const scene = await startSlackJourney({ model: {}, environment: UNHURRIED })
  const talk = createSlackTalk(scene)
  const { slack } = scene
  const channel = slack.world.addChannel({ members: [alice, bob, yuki, BOT_USER] }).id
  return { scene, talk, slack, channel }
}

/** Has a question answered, with a pause after the first words and another before the last. */
async function askSlowly(
  { scene, slack, talk }: { scene: SlackJourney; slack: SlackJourney['slack']; talk: SlackTalk },
  channel: string,
  { meanwhile = () => {}, showsEarly = true }: { meanwhile?: () => void; showsEarly?: boolean } = {},
) {
  const gates: readonly [Gate, Gate] = [createGate(), createGate()]
  scene.model?.setScript(answering(() => pausing(PIECES, { 1: gates[0], 3: gates[1] })))
  const said = await slack.say({ user: alice, channel, text: QUESTION })
  const shows = (words: string) =>
    slack.waitFor(() => slack.repliesIn(channel, said.threadTs).some((one) => visibleText(one).includes(words)), words)
  if (showsEarly) await shows('The company pays')
  const first = slack.repliesIn(channel, said.threadTs).map(visibleText)
  meanwhile()
  gates[0].open()
  if (showsEarly) await shows('140 euros')
  const second = slack.repliesIn(channel, said.threadTs).map(visibleText)
  gates[1].open()
  const answer = await talk.answerTo(said)
  await slack.idle()
  return { said, answer, first, second }
}

describe('where Slack does not let Kiku stream', () => {
  it.each(['unknown_method', 'missing_scope', 'feature_not_enabled'])(
    'shows the words as they come in a message that grows (%s)',
    async (error) => {
      const bench = await openScene()
      try {
        const { slack, channel } = bench
        slack.faults.push({ method: 'chat.startStream', error, times: 100 })

        const { said, answer, first, second } = await askSlowly(bench, channel)

        expect(first).toEqual([`The company pays\n[${EN.stop}]`])
        expect(second[0]).toMatch(/^The company pays up to 140 euros( per night)?\n\[Stop\]$/)
        expect(visibleText(answer)).toContain(PIECES.join(''))
        expect(visibleText(answer)).not.toContain(`[${EN.stop}]`)
        expect(slack.repliesIn(channel, said.threadTs)).toEqual([answer])
        expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
        expect(slack.callsOf('chat.update').length).toBeGreaterThanOrEqual(2)
      } finally {
        await bench.scene.end()
      }
    },
  )

  it('does not ask again for every answer', async () => {
    const bench = await openScene()
    try {
      const { slack, channel } = bench
      slack.faults.push({ method: 'chat.startStream', error: 'unknown_method', times: 100 })

      await askSlowly(bench, channel)
      const other = slack.world.addChannel({ members: [alice, BOT_USER] }).id
      await askSlowly(bench, other)

      expect(slack.callsOf('chat.startStream')).toHaveLength(1)
    } finally {
      await bench.scene.end()
    }
  })

  it('streams words alone where it takes no cards and buttons', async () => {
    const bench = await openScene()
    try {
      const { slack, channel } = bench
      const where: NonNullable<Fault['where']> = ({ chunks }) => JSON.stringify(chunks).includes('task_update')
      slack.faults.push({ method: 'chat.startStream', error: 'invalid_chunks', where, times: 100 })

      const { first, answer } = await askSlowly(bench, channel)

      expect(first).toEqual(['The company pays'])
      expect(visibleText(answer)).toContain(PIECES.join(''))
      expect(answer.streaming).toBe('completed')
    } finally {
      await bench.scene.end()
    }
  })
})

describe('where Slack is in trouble while an answer is written', () => {
  let bench: Awaited<ReturnType<typeof openScene>>
  let room: string
  beforeAll(async () => {
    bench = await openScene()
  })
  afterEach(() => {
    expect(bench.slack.pings).toEqual([])
    expect(bench.slack.faults).toEqual([])
  })
  afterAll(() => bench.scene.end())

  const openRoom = () => {
    room = bench.slack.world.addChannel({ members: [alice, bob, BOT_USER] }).id
    return room
  }
  const expectOneAnswer = ({ said, answer }: { said: Said; answer: ReturnType<SlackTalk['answersTo']>[number] }) => {
    expect(visibleText(answer)).toContain(PIECES.join(''))
    expect(visibleText(answer)).not.toContain(`[${EN.stop}]`)
    expect(bench.slack.repliesIn(said.channel, said.threadTs)).toEqual([answer])
  }
  const waited = (method: string, seconds: number) => {
    const calls = bench.slack.callsOf(method).filter((call) => call.arguments.channel === room)
    const refused = calls.findIndex(({ status }) => status === 429)
    const [before, after] = [calls[refused], calls[refused + 1]]
    if (before === undefined || after === undefined) return undefined
    return after.at - before.at >= seconds * 1000
  }

  it.each(['chat.startStream', 'chat.appendStream', 'chat.stopStream', 'chat.update'])(
    'waits as long as Slack asks for before it calls %s again',
    async (method) => {
      bench.slack.faults.push({ method, status: 429, retryAfter: 1 })

      expectOneAnswer(await askSlowly(bench, openRoom()))

      console.log(bench.slack.calls.slice(-30).map((c) => (c.at % 100000) + ' ' + c.method + ' ' + c.status + ' ' + c.error + ' ' + JSON.stringify(c.arguments).slice(0, 300)).join('\n'))
      expect(waited(method, 1)).toBe(true)
    },
  )

  it('waits as long as Slack asks for before it posts again', async () => {
    bench.slack.faults.push({ method: 'chat.postMessage', status: 429, retryAfter: 1 })
    bench.scene.model?.setScript(answering({ content: PIECES.join('') }))

    const said = await bench.slack.say({ user: alice, channel: openRoom(), text: QUESTION })
    const answer = await bench.talk.answerTo(said)

    expectOneAnswer({ said, answer })
    expect(waited('chat.postMessage', 1)).toBe(true)
  })

  it.each([
    ['chat.startStream', { status: 500 }],
    ['chat.startStream', { drop: 'before' }],
    ['chat.startStream', { drop: 'after' }],
    ['chat.appendStream', { status: 503 }],
    ['chat.appendStream', { drop: 'before' }],
    ['chat.appendStream', { drop: 'after' }],
    ['chat.stopStream', { status: 500 }],
    ['chat.stopStream', { drop: 'after' }],
    ['chat.update', { garbage: true }],
    ['chat.update', { drop: 'after' }],
    ['assistant.threads.setStatus', { drop: 'before' }],
    ['users.info', { status: 500 }],
    ['conversations.members', { drop: 'before' }],
  ] as const)('answers once all the same when %s fails (%o)', async (method, fault) => {
    bench.slack.faults.push({ method, ...fault })

    expectOneAnswer(await askSlowly(bench, openRoom()))
  })

  it.each([{ drop: 'after' }, { drop: 'before' }, { status: 502 }] as const)(
    'posts a short answer once when the call for it fails (%o)',
    async (fault) => {
      bench.slack.faults.push({ method: 'chat.postMessage', ...fault })
      bench.scene.model?.setScript(answering({ content: PIECES.join('') }))

      const said = await bench.slack.say({ user: alice, channel: openRoom(), text: QUESTION })
      const answer = await bench.talk.answerTo(said)
      await bench.slack.idle()

      expectOneAnswer({ said, answer })
    },
  )
})
