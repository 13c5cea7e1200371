import { describe, expect, it } from 'vitest'
import { createHistoryAgent } from '../../../agents/history-agent.ts'
import type { ItemRecord } from '../../../src/ports/store.ts'
import type { FindTimeRange } from '../../../src/ports/time-expression.ts'
import { question, turn } from '../../fakes/answer-fixtures.ts'
import { hit, scriptedSearcher } from '../../fakes/scripted-searcher.ts'

const never = new AbortController().signal
const noTime: FindTimeRange = () => undefined
const items = {
  get: async (keys: readonly number[]) =>
    keys.map(
      (key): ItemRecord => ({
        key,
        namespace: 'history',
        audience: 'public',
        createdAt: key,
        threadId: 'thread-1',
        script: 'latin',
        title: '2025-11-18 10:00 · Aki',
        text: `Turn number ${key} about matter ${key * 7}`,
        location: 'slack:T1:C1#1',
        locator: {},
        documentId: null,
      }),
    ),
}

describe('the history agent', () => {
  it("brings this thread's turns first, then those of others", async () => {
    const searcher = scriptedSearcher({
      chat: ({ thread }) =>
        thread?.only ? [hit(1, 0.4, 'history')] : [hit(2, 0.9, 'history'), hit(1, 0.4, 'history')],
    })
    const agent = createHistoryAgent({ searcher, items, findTimeRange: noTime })

    const found = await agent.gather(question('What did we say of the roof?'), never)

    expect(found.map(({ key }) => key)).toEqual([1, 2])
  })

  it('looks only at what was said before this message, in this thread and in the others', async () => {
    const searcher = scriptedSearcher({ chat: () => [] })
    const asked = question('What did we say of the roof?', {
      turns: [turn('user', 'a', 500), turn('assistant', 'b', 600)],
      askedAt: 900,
    })

    await createHistoryAgent({ searcher, items, findTimeRange: noTime }).gather(asked, never)

    expect(searcher.queries.map(({ thread, since, until }) => ({ only: thread?.only, since, until }))).toEqual([
      { only: true, since: undefined, until: 900 },
      { only: false, since: undefined, until: 900 },
    ])
  })

  it.each([
    ['What did we decide about the roof yesterday?', 'yesterday', 'What did we decide about the roof  ?'],
    ['昨日、屋根について何を決めた？', '昨日', '、屋根について何を決めた？'],
  ])('narrows to the time that is named, and searches for the rest: %s', async (text, matched, rest) => {
    const searcher = scriptedSearcher({ chat: () => [hit(1, 0.002, 'history')] })
    const findTimeRange: FindTimeRange = () => ({ from: 100, until: 200, matched })
    const agent = createHistoryAgent({ searcher, items, findTimeRange })

    const found = await agent.gather(question(text, { turns: [turn('user', 'a', 150)], askedAt: 900 }), never)

    expect(searcher.queries.map(({ since, until }) => [since, until])).toEqual([
      [100, 200],
      [100, 200],
    ])
    expect(searcher.queries[0]?.text).toBe(rest)
    expect(found).toHaveLength(1)
  })

  it('does not find the message itself in a time that has not ended', async () => {
    const searcher = scriptedSearcher({ chat: () => [] })
    const findTimeRange: FindTimeRange = () => ({ from: 100, until: 2_000, matched: 'today' })

    await createHistoryAgent({ searcher, items, findTimeRange }).gather(question('today', { askedAt: 900 }), never)

    expect(searcher.queries.map(({ text, until }) => [text, until])).toEqual([
      ['today', 900],
      ['today', 900],
    ])
  })

  it('drops noise', async () => {
    const searcher = scriptedSearcher({ chat: () => [hit(1, 0.002, 'history')] })

    expect(await createHistoryAgent({ searcher, items, findTimeRange: noTime }).gather(question('x'), never)).toEqual(
      [],
    )
  })
})
