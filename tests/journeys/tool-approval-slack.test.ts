import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { answerTurnId } from '../../src/domain/message.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, PEOPLE, type SlackMessage, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk } from '../fakes/slack-talk.ts'
import { CREATE, CREATED, createToolFolder, type ToolFolder } from '../fakes/tool-journey.ts'

const { alice, bob, yuki } = PEOPLE
const EN = chatWords('en').tools
const JA = chatWords('ja').tools

describe('approving a call in Slack', () => {
  let folder: ToolFolder
  let scene: SlackJourney
  let talk: SlackTalk
  beforeAll(async () => {
    folder = await createToolFolder()
    scene = await startSlackJourney({ model: { numParallel: 4 }, environment: folder.environment })
    talk = createSlackTalk(scene)
  })
  beforeEach(() => scene.model?.setScript(folder.creating()))
  afterAll(async () => {
    await scene.end()
    await folder.remove()
  })

  const buttonsOf = (message: Pick<SlackMessage, 'blocks'>) => JSON.stringify(message.blocks)
  const press = (user: string, on: SlackMessage, actionId: string) => scene.slack.click({ user, on, actionId })

  it('shows exactly what would be done, does it for the asker alone, and answers anew', async () => {
    const asked = await talk.ask({ user: alice, channel: CHANNELS.general, text: folder.question('photos') })
    const shown = visibleText(asked.answer)
    const refused = await talk.click({ user: bob, on: asked.answer, actionId: ACTIONS.approve })
    const wasDone = folder.has('photos')

    await press(alice, asked.answer, ACTIONS.approve)
    const second = await talk.answerTo(asked.said, 2)

    expect(shown).toContain(EN.wouldCall(CREATE))
    expect(shown).toContain(JSON.stringify({ path: folder.path('photos') }, null, 2))
    expect(refused.text).toBe(EN.notYours)
    expect(wasDone).toBe(false)
    expect(folder.has('photos')).toBe(true)
    expect(visibleText(second)).toContain(CREATED)
    expect(visibleText(asked.answer)).toContain(EN.decisions.approved)
    expect(buttonsOf(asked.answer)).not.toContain(ACTIONS.approve)
    expect(buttonsOf(second)).not.toContain(ACTIONS.approve)
  })

  it('tells afterwards which tools were considered and called', async () => {
    const asked = await talk.ask({ user: alice, channel: CHANNELS.general, text: folder.question('notes') })
    await press(alice, asked.answer, ACTIONS.approve)
    const second = await talk.answerTo(asked.said, 2)

    const why = await talk.click({ user: bob, on: second, actionId: ACTIONS.why })

    expect(why.text).toContain(EN.called)
    expect(why.text).toMatch(new RegExp(`${CREATE} · ${EN.outcomes.done} · \\d`))
  })

  it('does nothing when it is declined, and cannot be decided again', async () => {
    const asked = await talk.ask({ user: alice, channel: CHANNELS.shared, text: folder.question('declined') })
    const before = { ...asked.answer }

    await press(alice, asked.answer, ACTIONS.decline)
    await scene.slack.waitFor(() => visibleText(asked.answer).includes(EN.decisions.declined), 'the end')
    const late = await talk.click({ user: alice, on: before, actionId: ACTIONS.approve })

    expect(late.text).toBe(EN.decisions.decided)
    expect(folder.has('declined')).toBe(false)
    expect(talk.answersTo(asked.said)).toHaveLength(1)
  })

  it('does it once for two clicks, and after a restart', async () => {
    const asked = await talk.ask({ user: alice, channel: CHANNELS.organisation, text: folder.question('twice') })
    await scene.restart()

    await Promise.all([press(alice, asked.answer, ACTIONS.approve), press(alice, asked.answer, ACTIONS.approve)])
    await talk.answerTo(asked.said, 2)
    await talk.click({ user: bob, on: asked.answer, actionId: ACTIONS.why })

    expect(folder.has('twice')).toBe(true)
    expect(talk.answersTo(asked.said)).toHaveLength(2)
  })

  it('works in direct messages', async () => {
    const asked = await talk.ask({ user: alice, text: folder.question('direct') })

    await press(alice, asked.answer, ACTIONS.approve)
    const second = await talk.answerTo(asked.said, 2)

    expect(folder.has('direct')).toBe(true)
    expect(visibleText(second)).toContain(CREATED)
  })

  it('works for what the asker alone sees, in its place, in Japanese', async () => {
    const { message } = await talk.command(`ask ${folder.question('private')}`, {
      user: yuki,
      channel: CHANNELS.general,
    })
    const shown = visibleText(message)

    const { message: answered, text } = await talk.click({ user: yuki, on: message, actionId: ACTIONS.approve })

    expect(shown).toContain(JA.wouldCall(CREATE))
    expect(text).toContain(CREATED)
    expect(answered).toBe(message)
    expect(folder.has('private')).toBe(true)
  })

  it('goes on with what was approved when Kiku was killed behind the click', async () => {
    const { said } = await talk.ask({ user: alice, channel: CHANNELS.pending, text: folder.question('resumed') })
    const turnId = `slack:T0HOME:${said.channel}:${said.ts}`
    await scene.stop()
    await scene.journey.inspect(async ({ conversations, inbox }) => {
      const [turn, answer] = await Promise.all([
        conversations.findTurn(turnId),
        conversations.findAnswer(answerTurnId(turnId)),
      ])
      const thread = turn === undefined ? undefined : await conversations.findThread(turn.threadId)
      if (turn === undefined || thread === undefined || answer?.pending === undefined) throw new Error('Nothing waits.')
      const repetition = { id: `${said.ts}~${(Number(said.ts) + 1).toFixed(6)}`, repeats: said.ts, text: turn.text }
      const about = { receivedAt: Date.now(), audience: { labels: [] }, search: 'auto', addressed: true } as const
      await inbox.admit({ ...repetition, ...about, thread, author: turn.author, approved: answer.pending })
    })
    await scene.start()

    const second = await talk.answerTo(said, 2)

    expect(folder.has('resumed')).toBe(true)
    expect(visibleText(second)).toContain(CREATED)
  })
})
