import { beforeEach, describe, expect, it } from 'vitest'
import type { DiscordChannel } from '../../../../src/adapters/discord/directory/directory.ts'
import { idAt } from '../../../../src/adapters/discord/discord-ids.ts'
import { type Conversations, createConversations } from '../../../../src/adapters/discord/flow/conversations.ts'
import { createMemoryReplies } from '../../../../src/adapters/memory/memory-store-replies.ts'
import { createMemorySettings } from '../../../../src/adapters/memory/memory-store-settings.ts'
import type { Turn } from '../../../../src/domain/thread.ts'

const NOON = Date.UTC(2026, 10, 20, 12)
const MINUTE = 60_000
const CHANNEL: DiscordChannel = { id: '11', guild: '7', name: 'general', kind: 'text' }
const DIRECT: DiscordChannel = { id: '12', guild: 'dm', name: '', kind: 'direct' }
const at = (minutes: number) => idAt(NOON + minutes * MINUTE)

describe('the conversation that a message belongs to', () => {
  const questions = new Map<string, string>()
  const replies = createMemoryReplies()
  let conversations: Conversations

  const findQuestion = async (id: string): Promise<Turn | undefined> => {
    const threadId = questions.get(id)
    if (threadId === undefined) return undefined
    return { id, threadId, role: 'user', author: { id: 'discord:1' }, text: 'What is the budget?', createdAt: NOON }
  }

  beforeEach(() => {
    questions.clear()
    conversations = createConversations({ settings: createMemorySettings(), replies, records: { findQuestion } })
  })

  it('is the thread, of which a public one is read like its channel and a private one is not', async () => {
    const open: DiscordChannel = { id: '21', guild: '7', name: 'Q', kind: 'public-thread', parentId: '11' }
    const closed: DiscordChannel = { ...open, id: '22', kind: 'private-thread' }

    expect(await conversations.placeOf(open, '99')).toEqual({ guild: '7', channel: '11', root: '21' })
    expect(await conversations.placeOf(closed, '99')).toEqual({ guild: '7', channel: '22', root: '22' })
  })

  it('begins anew in a channel, unless the message replies to the question or to an answer of Kiku', async () => {
    questions.set('discord:7:11:50', 'discord:7:11:50')
    await replies.add({
      surface: 'discord',
      workspace: '7',
      channel: '11',
      messageId: '51',
      turnId: 'discord:7:11:50',
      at: NOON,
    })

    expect((await conversations.placeOf(CHANNEL, '60')).root).toBe('60')
    expect((await conversations.placeOf(CHANNEL, '61', '50')).root).toBe('50')
    expect((await conversations.placeOf(CHANNEL, '62', '51')).root).toBe('50')
    expect((await conversations.placeOf(CHANNEL, '63', '40')).root).toBe('63')
  })

  it('is never somebody’s private one', async () => {
    questions.set('discord:7:11:50', 'discord:7:11:private-50')

    expect((await conversations.placeOf(CHANNEL, '61', '50')).root).toBe('61')
  })

  it('goes on in a direct message until there was a long pause', async () => {
    const roots: string[] = []
    for (const minutes of [0, 30, 80, 200, 210]) {
      roots.push((await conversations.placeOf(DIRECT, at(minutes))).root)
    }

    expect(roots).toEqual([at(0), at(0), at(0), at(200), at(200)])
  })

  it('is not held open by a message that is older than the last one', async () => {
    await conversations.placeOf(DIRECT, at(100))
    await conversations.placeOf(DIRECT, at(50))

    expect((await conversations.placeOf(DIRECT, at(159))).root).toBe(at(100))
  })
})
