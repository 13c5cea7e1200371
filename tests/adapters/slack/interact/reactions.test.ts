import { describe, expect, it } from 'vitest'
import { feedbackOf, handleReaction } from '../../../../src/adapters/slack/interact/handlers/handle-reaction.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { createScriptedDesk, NOW, person, question } from './scripted-desk.ts'

const TURN = question().id
const reply = { surface: 'slack', workspace: 'T1', channel: 'C1', messageId: '1.2', turnId: TURN, at: 0 }
const reaction = { team: 'T1', channel: 'C1', ts: '1.2', user: 'U2', userTeam: 'T8', name: '+1', isAdded: true }

describe('feedbackOf', () => {
  it.each([
    ['+1', 'up'],
    ['thumbsup::skin-tone-3', 'up'],
    ['heavy_check_mark', 'up'],
    ['white_check_mark', 'up'],
    ['tada', 'up'],
    ['heart', 'up'],
    ['100', 'up'],
    ['ありがとう', 'up'],
    ['-1', 'down'],
    ['thumbsdown', 'down'],
    ['x', 'down'],
    ['eyes', undefined],
    ['thinking_face', undefined],
    ['joy', undefined],
    ['constructor', undefined],
  ])('reads %s as %s', (name, expected) => {
    expect(feedbackOf(name)).toBe(expected)
  })
})

describe('handleReaction', () => {
  it('keeps a reaction to an answer as feedback on its question', async () => {
    const { desk, seen } = createScriptedDesk({ replies: [reply], answers: { [TURN]: buildAnswer() } })

    const kept = await handleReaction(reaction, desk)

    expect(kept).toBe('up')
    expect(seen.feedback).toEqual([{ turnId: TURN, authorId: 'slack:T8:U2', verdict: 'up', at: NOW }])
  })

  it.each([
    ['taken away', { isAdded: false }],
    ['of no opinion', { name: 'eyes' }],
    ['to another message', { ts: '9.9' }],
    ['in another channel', { channel: 'C2' }],
    ['of Kiku itself', { user: 'UKIKU' }],
    ['of a bot', { user: 'UBOT' }],
  ])('keeps nothing of one %s', async (_what, about) => {
    const users = { UBOT: person('UBOT', { isBot: true }) }
    const { desk, seen } = createScriptedDesk({ users, replies: [reply], answers: { [TURN]: buildAnswer() } })

    await handleReaction({ ...reaction, ...about }, desk)

    expect(seen.feedback).toEqual([])
  })

  it('keeps nothing on a reply that is no answer', async () => {
    const { desk, seen } = createScriptedDesk({ replies: [reply] })

    await handleReaction(reaction, desk)

    expect(seen.feedback).toEqual([])
  })
})
