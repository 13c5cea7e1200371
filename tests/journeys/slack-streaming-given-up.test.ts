import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { slackWords } from '../../src/adapters/slack/words/words.ts'
import { createGate, type Gate, pausing } from '../fakes/gate.ts'
import { answering, answerRequests, promptOf } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { blocksOf } from '../fakes/slack/message.ts'
import { BOT_USER, CHANNELS, PEOPLE, type Said, type SlackMessage, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const EN = chatWords('en')
const JA = chatWords('ja')
const channel = CHANNELS.general
const QUESTION = 'What does the company pay for a hotel in Zurich?'
const PIECES = ['In Zurich and London ', 'the limit ', 'is 190 euros [1].'] as const

describe('an answer that is not wanted any more', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  /** The first question waits here after its first words; later ones do not. */
  let gate: Gate
  beforeEach(async () => {
    gate = createGate()
    let count = 0
    const script = answering((body) => {
      count += 1
      if (promptOf(body).includes('lunch?')) return { content: 'The allowance for lunch is 16 euros [1].' }
      return count === 1 ? pausing(PIECES, { 1: gate }) : { content: PIECES.join('') }
    })
    scene = await startSlackJourney({ model: { script, numParallel: 2 }, environment: UNHURRIED })
    talk = createSlackTalk(scene)
  })
  afterEach(async () => {
    expect(scene.slack.pings).toEqual([])
    await scene.end()
  })

  const ask = (user: string = alice, text = QUESTION) =>
    scene.slack.say({ user, channel, text: `<@${BOT_USER}> ${text}` })
  const repliesTo = ({ threadTs }: Said) => scene.slack.repliesIn(channel, threadTs)
  const begun = (said: Said) =>
    scene.slack.waitFor(
      () => repliesTo(said).find((message) => visibleText(message).includes('In Zurich and London')),
      'the first words',
    )
  const hasButton = (message: SlackMessage, action: string) => JSON.stringify(blocksOf(message)).includes(action)
  const modelIsFree = () =>
    scene.slack.waitFor(
      () => scene.model !== undefined && answerRequests(scene.model)[0]?.aborted === true,
      'that the model was told to stop',
    )
  const readMemory = async () => {
    await scene.stop()
    return scene.journey.inspect(readConversationTexts)
  }

  describe('since the asker has stopped it', () => {
    it.each([
      [alice, EN],
      [yuki, JA],
    ] as const)('keeps what was shown and says so (%s)', async (user, words) => {
      const said = await ask(user)
      const reply = await begun(said)

      await scene.slack.click({ user, actionId: ACTIONS.stop, on: reply })
      await scene.slack.waitFor(() => visibleText(reply).includes(words.stopped), 'that it says so')
      await scene.slack.idle()

      expect(visibleText(reply)).toBe(`In Zurich and London\n${words.stopped}\n[${words.tryAgain}]`)
      expect(reply.streaming).toBe('completed')
      expect(repliesTo(said)).toEqual([reply])
      expect(scene.slack.statusOf(channel, said.threadTs)).toBe('')
      await modelIsFree()
    })

    it('does so for the button that Slack itself shows', async () => {
      const said = await ask()
      const reply = await begun(said)

      await scene.slack.stopSession({ user: alice, channel, threadTs: said.threadTs })
      await scene.slack.waitFor(() => visibleText(reply).includes(EN.stopped), 'that it says so')

      expect(visibleText(reply)).toContain('In Zurich and London')
      await modelIsFree()
    })

    it('writes it anew when asked to, below what was stopped', async () => {
      const said = await ask()
      const reply = await begun(said)
      await scene.slack.click({ user: alice, actionId: ACTIONS.stop, on: reply })
      await scene.slack.waitFor(() => hasButton(reply, ACTIONS.tryAgain), 'a button to try again')

      await scene.slack.click({ user: alice, actionId: ACTIONS.tryAgain, on: reply })
      const answer = await talk.answerTo(said)

      expect(visibleText(answer)).toContain(PIECES.join(''))
      expect(repliesTo(said)).toEqual([reply, answer])
    })

    it('answers the next question in the thread', async () => {
      const said = await ask()
      await scene.slack.click({ user: alice, actionId: ACTIONS.stop, on: await begun(said) })
      const { threadTs } = said
      await scene.slack.say({ user: alice, channel, threadTs, text: 'What is the allowance for lunch?' })

      expect(visibleText(await talk.answerTo(said))).toContain('The allowance for lunch is 16 euros')
    })
  })

  it('goes on when somebody else wants to stop it, who is told why', async () => {
    const said = await ask()
    const reply = await begun(said)

    await scene.slack.click({ user: bob, actionId: ACTIONS.stop, on: reply })
    await scene.slack.stopSession({ user: bob, channel, threadTs: said.threadTs })
    await scene.slack.waitFor(() => scene.slack.ephemeralsFor(bob)[0], 'what Bob is told')
    gate.open()
    const answer = await talk.answerTo(said)

    expect(scene.slack.ephemeralsFor(bob).map(visibleText)).toEqual([slackWords('en').answers.notYoursToStop])
    expect(visibleText(answer)).toContain(PIECES.join(''))
  })

  describe('since its question was written anew', () => {
    it('begins again with the new words and leaves one reply', async () => {
      const said = await ask()
      await begun(said)

      await scene.slack.edit({ channel, ts: said.ts, text: `<@${BOT_USER}> What is the allowance for lunch?` })
      const answer = await talk.answerTo(said)
      await scene.slack.idle()

      expect(visibleText(answer)).toContain('The allowance for lunch is 16 euros')
      expect(repliesTo(said)).toEqual([answer])
      await modelIsFree()
      const memory = await readMemory()
      expect(memory).toContain('What is the allowance for lunch?')
      expect(memory).not.toContain(QUESTION)
    })

    it('begins again once, however often Slack tells of the edit', async () => {
      const said = await ask()
      await begun(said)

      const text = `<@${BOT_USER}> What is the allowance for lunch?`
      const [told] = await scene.slack.edit({ channel, ts: said.ts, text, delivery: { dropAcks: 2 } })
      if (told !== undefined) await scene.slack.replay(told)
      await talk.answerTo(said)
      await scene.slack.idle()

      const prompts = talk.prompts().filter((prompt) => prompt.includes('lunch?'))
      expect(prompts).toHaveLength(1)
      expect(repliesTo(said)).toHaveLength(1)
    })

    it('goes on when only a preview of a link was added', async () => {
      const said = await ask()
      const reply = await begun(said)

      await scene.slack.unfurl({ channel, ts: said.ts })
      gate.open()

      expect(await talk.answerTo(said)).toBe(reply)
      expect(talk.prompts()).toHaveLength(1)
    })

    it('leaves an answer that is complete as it is, and remembers the new words', async () => {
      gate.open()
      // What Kiku does after it has answered takes a while.
      scene.slack.faults.push({ method: 'users.conversations', delayMs: 400, times: 2 })
      const said = await ask()
      const answer = await talk.answerTo(said)
      const isOffering = () => scene.slack.callsOf('users.conversations').length > 0
      await scene.slack.waitFor(isOffering, 'that Kiku looks for something better')

      await scene.slack.edit({ channel, ts: said.ts, text: `<@${BOT_USER}> What is the allowance for lunch?` })
      await scene.slack.idle()

      expect(repliesTo(said)).toEqual([answer])
      const memory = await readMemory()
      expect(memory).toContain('What is the allowance for lunch?')
      expect(memory).not.toContain(QUESTION)
    })
  })

  describe('since its question was deleted', () => {
    it('takes away what was shown and forgets the question, of which Slack keeps a stone', async () => {
      const said = await ask()
      const reply = await begun(said)

      await scene.slack.remove({ channel, ts: said.ts })
      await scene.slack.waitFor(() => !repliesTo(said).includes(reply), 'that the reply goes')
      await scene.slack.idle()

      expect(said.message.isTombstone).toBe(true)
      expect(scene.slack.messagesIn(channel)).toEqual([said.message])
      await modelIsFree()
      expect(await readMemory()).not.toMatch(/Zurich/)
    })

    it('does so in the middle of a thread', async () => {
      scene.model?.setScript(answering({ content: 'The allowance for lunch is 16 euros [1].' }))
      const { said: head, answer: first } = await talk.ask({ user: bob, channel, text: 'What about lunch?' })
      scene.model?.setScript(answering(() => pausing(PIECES, { 1: gate })))
      const { threadTs } = head
      const said = await scene.slack.say({ user: alice, channel, threadTs, text: `<@${BOT_USER}> ${QUESTION}` })
      const reply = await begun(said)

      await scene.slack.remove({ channel, ts: said.ts })
      await scene.slack.waitFor(() => !repliesTo(said).includes(reply), 'that the reply goes')
      await scene.slack.idle()

      expect(repliesTo(head)).toEqual([first])
      const memory = await readMemory()
      expect(memory).toContain('What about lunch?')
      expect(memory).not.toMatch(/Zurich/)
    })

    it('does so before a word was shown', async () => {
      const before = createGate()
      scene.model?.setScript(answering(() => pausing(PIECES, { 0: before })))
      const said = await ask()
      await scene.slack.waitFor(() => scene.model && answerRequests(scene.model).length > 0, 'that the model works')

      await scene.slack.remove({ channel, ts: said.ts })
      await modelIsFree()
      await scene.slack.idle()

      expect(scene.slack.messagesIn(channel)).toEqual([])
      expect(scene.slack.callsOf('assistant.threads.setStatus').at(-1)?.arguments.status).toBe('')
      expect(await readMemory()).not.toMatch(/Zurich/)
    })
  })
})
