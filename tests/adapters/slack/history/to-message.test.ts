import { describe, expect, it } from 'vitest'
import { toMessage } from '../../../../src/adapters/slack/history/to-message.ts'
import type { ArrivedMessage } from '../../../../src/adapters/slack/receive/arrival.ts'
import { isAudienceLabel } from '../../../../src/domain/audience.ts'
import { turnIdOf } from '../../../../src/domain/message.ts'
import { IDENTITY } from './archive.ts'

const arrived: ArrivedMessage = {
  team: 'T1',
  channel: 'D1',
  threadTs: '1700000000.000100',
  ts: '1700000060.000200',
  user: 'U9',
  userTeam: 'T2',
  text: '@U1 と @U7 に聞いて U1',
  isMention: false,
  mentionsOthers: true,
  isDirect: true,
  files: [],
}

describe('toMessage', () => {
  it('gives a direct message the label of its conversation, and a stranger the own workspace', () => {
    const message = toMessage(arrived, {
      audience: { labels: ['public'] },
      addressed: true,
      identity: IDENTITY,
      search: 'always',
      locale: 'ja',
      name: 'Partner',
    })

    expect(message).toMatchObject({
      id: '1700000060.000200',
      thread: { audience: 'slack:T1:D1', createdAt: 1_700_000_000_000 },
      author: { id: 'slack:T2:U9', displayName: 'Partner' },
      receivedAt: 1_700_000_060_000,
      audience: { labels: ['public'] },
      search: 'always',
      locale: 'ja',
      addressed: true,
    })
    expect(isAudienceLabel(message.thread.audience)).toBe(true)
    expect(turnIdOf(message)).toBe('slack:T1:D1:1700000060.000200')
  })

  it('names the people who are mentioned, where they are known', () => {
    const nameOf = (user: string) => (user === 'U1' ? 'Aki\nAdams' : undefined)

    const { text } = toMessage(arrived, { audience: { labels: [] }, addressed: false, identity: IDENTITY, nameOf })

    expect(text).toBe('@Aki Adams と @U7 に聞いて U1')
  })
})
