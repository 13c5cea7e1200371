import { describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { answering } from '../fakes/journey-model.ts'
import type { SlackJourney } from '../fakes/journey-slack.ts'
import { CHANNELS, type Fault, PEOPLE, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk } from '../fakes/slack-talk.ts'
import { answerSlowly, HOTEL_ANSWER, HOTEL_QUESTION, type SlowAnswer, withScene } from '../fakes/slow-answer.ts'

/** An answer where Slack knows no streams: posted whole, or in parts where the machine is slow. */
async function answerWithoutStream(scene: SlackJourney): Promise<Pick<SlowAnswer, 'said' | 'answer'>> {
  const { faults } = scene.slack
  faults.push({ method: 'chat.startStream', error: 'unknown_method', times: Number.POSITIVE_INFINITY })
  scene.model?.setScript(answering({ content: HOTEL_ANSWER }))
  const said = await scene.slack.say({ user: PEOPLE.alice, channel: CHANNELS.general, text: HOTEL_QUESTION })
  const answer = await createSlackTalk(scene).answerTo(said)
  await scene.slack.idle()
  faults.splice(0, faults.length, ...faults.filter(({ method }) => method !== 'chat.startStream'))
  return { said, answer }
}

function expectOneAnswer({ slack }: SlackJourney, { said, answer }: Pick<SlowAnswer, 'said' | 'answer'>): void {
  expect(visibleText(answer)).toContain(HOTEL_ANSWER)
  expect(visibleText(answer)).not.toContain(`[${chatWords('en').stop}]`)
  expect(slack.repliesIn(said.channel, said.threadTs)).toEqual([answer])
  expect(slack.faults).toEqual([])
  expect(slack.pings).toEqual([])
}

/** Calls of a method within the time for which Slack had asked for patience. */
function impatientCalls({ slack }: SlackJourney, method: string, seconds: number) {
  const calls = slack.callsOf(method)
  const refusedAt = calls.find(({ status }) => status === 429)?.at ?? Number.NaN
  expect(refusedAt).not.toBeNaN()
  return calls.filter(({ at, status }) => status !== 429 && at >= refusedAt && at < refusedAt + seconds * 1000)
}

describe.concurrent('where Slack asks for patience while an answer is written', () => {
  it.each(['chat.appendStream', 'chat.stopStream', 'chat.update'])('%s waits as long as asked for', (method) =>
    withScene(async (scene) => {
      scene.slack.faults.push({ method, status: 429, retryAfter: 1 })

      expectOneAnswer(scene, await answerSlowly(scene))

      expect(impatientCalls(scene, method, 1)).toEqual([])
    }),
  )

  it('chat.startStream waits as long as asked for', () =>
    withScene(async (scene) => {
      scene.slack.faults.push({ method: 'chat.startStream', status: 429, retryAfter: 2 })
      const meanwhile = () => scene.slack.waitFor(() => scene.slack.faults.length === 0, 'that Slack says so')

      expectOneAnswer(scene, await answerSlowly(scene, { waits: false, meanwhile }))

      expect(impatientCalls(scene, 'chat.startStream', 2)).toEqual([])
    }))

  it('chat.postMessage waits as long as asked for', () =>
    withScene(async (scene) => {
      scene.slack.faults.push({ method: 'chat.postMessage', status: 429, retryAfter: 1 })

      expectOneAnswer(scene, await answerWithoutStream(scene))

      expect(impatientCalls(scene, 'chat.postMessage', 1)).toEqual([])
    }))

  it('all of them do, one after the other', () =>
    withScene(async (scene) => {
      for (const method of ['chat.appendStream', 'chat.stopStream', 'chat.update', 'users.info'])
        scene.slack.faults.push({ method, status: 429, retryAfter: 1 })

      expectOneAnswer(scene, await answerSlowly(scene))
    }))
})

describe.concurrent('where calls fail while an answer is written', () => {
  const cases: readonly (readonly [string, Omit<Fault, 'method'>])[] = [
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
  ]
  it.each(cases)('it is shown whole and once: %s %o', (method, fault) =>
    withScene(async (scene) => {
      scene.slack.faults.push({ method, ...fault })

      expectOneAnswer(scene, await answerSlowly(scene))
    }),
  )

  const posting: readonly Omit<Fault, 'method'>[] = [{ drop: 'after' }, { drop: 'before' }, { status: 502 }]
  it.each(posting)('one that was not streamed is posted once: %o', (fault) =>
    withScene(async (scene) => {
      scene.slack.faults.push({ method: 'chat.postMessage', ...fault })

      expectOneAnswer(scene, await answerWithoutStream(scene))
    }),
  )
})
