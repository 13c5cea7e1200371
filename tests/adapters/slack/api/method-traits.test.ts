import { describe, expect, it } from 'vitest'
import { holdOf, isRepeatable, laneOf } from '../../../../src/adapters/slack/api/method-traits.ts'

describe('isRepeatable', () => {
  it.each([
    'chat.postMessage',
    'chat.postEphemeral',
    'chat.startStream',
    'chat.appendStream',
    'chat.stopStream',
    'views.open',
  ])('does not repeat %s', (method) => {
    expect(isRepeatable(method)).toBe(false)
  })

  it.each([
    'auth.test',
    'users.info',
    'conversations.replies',
    'chat.update',
    'chat.delete',
    'assistant.threads.setStatus',
    'views.publish',
    'reactions.add',
  ])('repeats %s', (method) => {
    expect(isRepeatable(method)).toBe(true)
  })
})

describe('laneOf', () => {
  it('puts everything that posts into one lane per channel', () => {
    const lanes = ['chat.postMessage', 'chat.startStream', 'chat.postEphemeral'].map((method) =>
      laneOf(method, { channel: 'C1' }),
    )

    expect(new Set(lanes.map((lane) => lane?.name)).size).toBe(1)
    expect(laneOf('chat.postMessage', { channel: 'C2' })?.name).not.toBe(lanes[0]?.name)
  })

  it('paces changes per message', () => {
    const first = laneOf('chat.update', { channel: 'C1', ts: '1.000001' })
    const second = laneOf('chat.update', { channel: 'C1', ts: '1.000002' })

    expect(first?.name).not.toBe(second?.name)
    expect(first).toMatchObject({ intervalMs: 1200, burst: 1 })
  })

  it('lets reads go', () => {
    expect(laneOf('conversations.info', { channel: 'C1' })).toBeUndefined()
  })
})

describe('holdOf', () => {
  it('holds up posts and statuses in one channel, other methods everywhere', () => {
    expect(holdOf('chat.postMessage', { channel: 'C1' })).not.toBe(holdOf('chat.postMessage', { channel: 'C2' }))
    expect(holdOf('assistant.threads.setStatus', { channel_id: 'C1' })).not.toBe(
      holdOf('assistant.threads.setStatus', { channel_id: 'C2' }),
    )
    expect(holdOf('chat.startStream', { channel: 'C1' })).toBe(holdOf('chat.startStream', { channel: 'C2' }))
    expect(holdOf('users.info', { user: 'U1' })).toBe(holdOf('users.info', { user: 'U2' }))
  })
})
