import { describe, expect, it } from 'vitest'
import { alice, G, KIKU, read } from './packets.ts'

const reaction = (fields: object = {}) => ({
  user_id: alice.id,
  channel_id: '10',
  message_id: '5000',
  guild_id: G,
  member: { user: alice },
  emoji: { id: null, name: '👍' },
  ...fields,
})

describe('a reaction', () => {
  it('tells who put what on which message, or took it away', () => {
    const expected = { guild: G, channelId: '10', messageId: '5000', user: alice.id, emoji: '👍' }

    expect(read('MESSAGE_REACTION_ADD', reaction())).toEqual({
      kind: 'reaction',
      reaction: { ...expected, isAdded: true },
    })
    expect(read('MESSAGE_REACTION_REMOVE', reaction({ guild_id: undefined, member: undefined }))).toEqual({
      kind: 'reaction',
      reaction: { ...expected, guild: 'dm', isAdded: false },
    })
  })

  it.each([
    ['👍🏽', null, '👍'],
    ['🙇🏻‍♀️', null, '🙇‍♀️'],
    ['❤️', null, '❤️'],
    ['thumbsup', '123', ':thumbsup:'],
  ])('is the emoji without its skin: %s', (name, id, expected) => {
    expect(read('MESSAGE_REACTION_ADD', reaction({ emoji: { id, name } }))).toMatchObject({
      reaction: { emoji: expected },
    })
  })

  it.each([
    ['own', { user_id: KIKU }],
    ['bot', { member: { user: { ...alice, bot: true } } }],
    ['malformed', { emoji: { id: '1', name: null } }],
    ['malformed', { message_id: 'x' }],
  ])('is left aside: %s', (reason, fields) => {
    expect(read('MESSAGE_REACTION_ADD', reaction(fields))).toEqual({ kind: 'ignored', reason })
  })
})
