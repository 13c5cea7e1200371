import { describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { createGate } from '../fakes/gate.ts'
import { answering } from '../fakes/journey-model.ts'
import { CHANNELS, type Fault, PEOPLE, visibleText } from '../fakes/slack/slack-server.ts'
import { answerSlowly, HOTEL_ANSWER, HOTEL_PIECES, HOTEL_QUESTION, withScene } from '../fakes/slow-answer.ts'

const { stop } = chatWords('en')
const ALICE = CHANNELS.aliceDirect

describe.concurrent('where Slack does not let Kiku stream', () => {
  it.each(['unknown_method', 'missing_scope', 'feature_not_enabled'])(
    'the words are shown as they come in one message that grows (%s)',
    (error) =>
      withScene(async (scene) => {
        const { slack } = scene
        slack.faults.push({ method: 'chat.startStream', error, times: 100 })

        const { said, answer, first, second } = await answerSlowly(scene)

        expect(first).toEqual([`The company pays\n[${stop}]`])
        expect(second).toEqual([expect.stringMatching(/^The company pays up to 140 euros( per night)?\n\[Stop\]$/)])
        expect(visibleText(answer)).toContain(HOTEL_ANSWER)
        expect(visibleText(answer)).not.toContain(`[${stop}]`)
        expect(slack.repliesIn(said.channel, said.threadTs)).toEqual([answer])
        expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
        expect(slack.pings).toEqual([])
      }),
  )

  it('the next answer does not begin with the same refusal', () =>
    withScene(async (scene) => {
      scene.slack.faults.push({ method: 'chat.startStream', error: 'unknown_method', times: 100 })

      await answerSlowly(scene)
      await answerSlowly(scene, { waits: false })

      expect(scene.slack.callsOf('chat.startStream')).toHaveLength(1)
    }))

  it('words alone are streamed where it takes no cards and buttons', () =>
    withScene(async (scene) => {
      const { slack } = scene
      const where: NonNullable<Fault['where']> = ({ chunks }) => JSON.stringify(chunks).includes('task_update')
      slack.faults.push({ method: 'chat.startStream', error: 'invalid_chunks', where, times: 100 })

      const { said, answer, first } = await answerSlowly(scene)

      expect(first).toEqual(['The company pays'])
      expect(visibleText(answer)).toContain(HOTEL_ANSWER)
      expect(slack.repliesIn(said.channel, said.threadTs)).toEqual([answer])
    }))

  it('an answer whose blocks are refused is shown in plain words rather than not at all', () =>
    withScene(async (scene) => {
      const { slack } = scene
      const where: NonNullable<Fault['where']> = ({ blocks }) => blocks !== undefined
      slack.faults.push({ method: 'chat.update', error: 'invalid_blocks', where, times: 100 })
      const gate = createGate()

      scene.model?.setScript(
        answering({ chunks: HOTEL_PIECES, beforePiece: (piece) => (piece === 2 ? gate.passed : undefined) }),
      )
      const said = await slack.say({ user: PEOPLE.alice, channel: CHANNELS.general, text: HOTEL_QUESTION })
      const reply = await slack.waitFor(() => slack.repliesIn(CHANNELS.general, said.threadTs)[0], 'the first words')
      gate.open()
      await slack.waitFor(() => visibleText(reply) === HOTEL_ANSWER, 'the whole answer')
      await slack.idle()

      expect(slack.repliesIn(CHANNELS.general, said.threadTs)).toEqual([reply])
    }))

  it('the asker is told directly where Kiku may read but not write', () =>
    withScene(async (scene) => {
      const { slack } = scene
      for (const method of ['chat.startStream', 'chat.postMessage', 'chat.update']) {
        const where: NonNullable<Fault['where']> = ({ channel }) => channel !== ALICE
        slack.faults.push({ method, error: 'restricted_action', where, times: 100 })
      }

      const said = await slack.say({ user: PEOPLE.alice, channel: CHANNELS.general, text: HOTEL_QUESTION })
      const told = await slack.waitFor(() => slack.messagesIn(ALICE)[0], 'what Alice is told')

      expect(visibleText(told)).toBe(chatWords('en').mayNotWrite(`<#${CHANNELS.general}>`))
      expect(slack.repliesIn(said.channel, said.threadTs)).toEqual([])
    }))
})
