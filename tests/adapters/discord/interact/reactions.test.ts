import { describe, expect, it } from 'vitest'
import { feedbackOf, handleReaction } from '../../../../src/adapters/discord/interact/handlers/handle-reaction.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { question } from './arrivals.ts'
import { createScriptedDesk } from './scripted-desk.ts'
import { BOB, GUILD, MESSAGE, NOW, THREAD } from './world-ids.ts'

const TURN = question().id
const reply = { surface: 'discord', workspace: GUILD, channel: THREAD, messageId: MESSAGE, turnId: TURN, at: NOW }
const asked = { questions: [question()], answers: { [TURN]: buildAnswer() }, replies: [reply] }
const reaction = { guild: GUILD, channelId: THREAD, messageId: MESSAGE, user: BOB, emoji: '👍', isAdded: true }

describe('handleReaction', () => {
  it.each([
    ['👍', 'up'],
    ['👎', 'down'],
    ['❤️', 'up'],
    ['🙅‍♀️', 'down'],
  ])('keeps %s on an answer as feedback', async (emoji, verdict) => {
    const { desk, seen } = createScriptedDesk(asked)

    await handleReaction({ ...reaction, emoji }, desk)

    expect(seen.feedback).toEqual([{ turnId: TURN, authorId: `discord:${BOB}`, verdict, at: NOW }])
  })

  it.each([
    ['that says nothing', { emoji: '👀' }],
    ['that is taken away', { isAdded: false }],
    ['of its own', { user: '2' }],
    ['to another message', { messageId: '5' }],
    ['in another server', { guild: '900000000000000002' }],
  ])('ignores a reaction %s', async (_which, about) => {
    const { desk, seen } = createScriptedDesk(asked)

    await handleReaction({ ...reaction, ...about }, desk)

    expect(seen.feedback).toEqual([])
  })

  it('does not judge what was stopped or failed', async () => {
    const { desk, seen } = createScriptedDesk({ ...asked, answers: {} })

    await handleReaction(reaction, desk)

    expect(seen.feedback).toEqual([])
  })

  it('takes no part of an emoji for another', () => {
    expect(['👍🏽', '❤‍🔥', '🤷', 'thumbsup', ''].map(feedbackOf)).toEqual([
      'up',
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
