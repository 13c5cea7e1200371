import { describe, expect, it } from 'vitest'
import { DIRECT, idAt } from '../../../../src/adapters/discord/discord-ids.ts'
import { toMessage } from '../../../../src/adapters/discord/history/to-message.ts'
import type { ArrivedMessage } from '../../../../src/adapters/discord/receive/arrival.ts'
import { isAudienceLabel } from '../../../../src/domain/audience.ts'
import { turnIdOf } from '../../../../src/domain/message.ts'

const BEGUN = Date.UTC(2026, 7, 20, 9)
const ROOT = idAt(BEGUN)
const ID = idAt(BEGUN + 60_000)

const arrived: ArrivedMessage = {
  id: ID,
  channelId: '500',
  guild: '1',
  author: { id: '7', name: '田中雪' },
  text: '経費はいつまでですか',
  isMention: true,
  mentionsOthers: false,
  isDirect: false,
  files: [],
}
const nobody = { labels: [] }

describe('toMessage', () => {
  it('remembers a message of a thread for the channel that decides who reads it', () => {
    const message = toMessage(arrived, {
      place: { guild: '1', channel: '10', root: ROOT },
      audience: { labels: ['public'] },
      addressed: true,
      search: 'always',
      locale: 'ja',
    })

    expect(message).toEqual({
      id: ID,
      thread: {
        id: `discord:1:10:${ROOT}`,
        surface: 'discord',
        workspace: '1',
        channel: '10',
        audience: 'discord:1:10',
        createdAt: BEGUN,
      },
      author: { id: 'discord:7', displayName: '田中雪' },
      text: '経費はいつまでですか',
      receivedAt: BEGUN + 60_000,
      audience: { labels: ['public'] },
      search: 'always',
      locale: 'ja',
      permalink: `https://discord.com/channels/1/500/${ID}`,
      addressed: true,
    })
    expect(isAudienceLabel(message.thread.audience)).toBe(true)
    expect(turnIdOf(message)).toBe(`discord:1:10:${ID}`)
  })

  it('gives a direct message the label of its conversation', () => {
    const place = { guild: DIRECT, channel: '500', root: ID }

    const message = toMessage({ ...arrived, guild: DIRECT }, { place, audience: nobody, addressed: true })

    expect(message).toMatchObject({ search: 'auto', permalink: `https://discord.com/channels/@me/500/${ID}` })
    expect(message.thread.audience).toBe('discord:dm:500')
    expect(isAudienceLabel(message.thread.audience)).toBe(true)
    expect(message).not.toHaveProperty('locale')
  })

  it('dates a conversation that hangs on no message by the message itself', () => {
    const place = { guild: '1', channel: '10', root: 'private-5' }

    const message = toMessage(
      { ...arrived, author: { id: '7', name: '' } },
      { place, audience: nobody, addressed: false },
    )

    expect(message.thread.createdAt).toBe(BEGUN + 60_000)
    expect(message.author).toEqual({ id: 'discord:7' })
  })
})
