import { describe, expect, it } from 'vitest'
import { createKnowledgeAgent } from '../../../agents/knowledge-agent.ts'
import type { ItemRecord } from '../../../src/ports/store.ts'
import { question } from '../../fakes/answer-fixtures.ts'
import { hit, scriptedSearcher } from '../../fakes/scripted-searcher.ts'

const never = new AbortController().signal

function recordsOf(texts: readonly string[], about: Partial<ItemRecord> = {}) {
  const records = texts.map(
    (text, index): ItemRecord => ({
      key: index + 1,
      namespace: 'knowledge',
      audience: 'public',
      createdAt: 1,
      threadId: null,
      script: 'latin',
      title: `Title ${index + 1}`,
      text,
      location: '/doc.md',
      locator: { line: index + 1 },
      documentId: 'd',
      ...about,
    }),
  )
  return {
    get: async (keys: readonly number[]) => records.filter((record) => keys.includes(record.key)),
    listOfThread: async (threadId: string) => records.filter((record) => record.threadId === threadId),
  }
}

describe('the knowledge agent', () => {
  it('returns passages with their scores and places, best first', async () => {
    const searcher = scriptedSearcher({ qa: () => [hit(2, 0.9), hit(1, 0.7)] })
    const agent = createKnowledgeAgent({ searcher, items: recordsOf(['first passage', 'second passage']) })

    const found = await agent.gather(question('anything', { audience: { labels: ['public', 'slack:T1'] } }), never)

    expect(found).toMatchObject([
      { key: 2, text: 'second passage', probability: 0.9, locator: { line: 2 } },
      { key: 1, text: 'first passage', probability: 0.7 },
    ])
    expect(searcher.queries).toMatchObject([{ task: 'qa', text: 'anything', audience: ['public', 'slack:T1'] }])
  })

  it('searches with the conversation when the question leans on it', async () => {
    const searcher = scriptedSearcher({ convsearch: () => [] })
    const context = [{ role: 'user' as const, text: 'Tell me about Osaka' }]

    await createKnowledgeAgent({ searcher, items: recordsOf([]) }).gather(question('それは？', { context }), never)

    expect(searcher.queries).toMatchObject([{ task: 'convsearch', context }])
  })

  it('drops hits that are improbable in themselves or beside the best', async () => {
    const searcher = scriptedSearcher({ qa: () => [hit(1, 0.9), hit(2, 0.5), hit(3, 0.06), hit(4, 0.01)] })
    const agent = createKnowledgeAgent({ searcher, items: recordsOf(['a a', 'b b', 'c c', 'd d']) })

    expect((await agent.gather(question('x'), never)).map(({ key }) => key)).toEqual([1, 2])
  })

  it('drops repetitions', async () => {
    const searcher = scriptedSearcher({ qa: () => [hit(1), hit(2)] })
    const items = recordsOf(['The same passage in two copies of a file.', 'The same passage in  two copies of a file'])

    expect(await createKnowledgeAgent({ searcher, items }).gather(question('x'), never)).toHaveLength(1)
  })

  it('leaves out what is gone and what the readers may not see', async () => {
    const searcher = scriptedSearcher({ qa: () => [hit(1), hit(99)] })
    const agent = createKnowledgeAgent({ searcher, items: recordsOf(['secret'], { audience: 'slack:T1:C9' }) })

    expect(await agent.gather(question('x'), never)).toEqual([])
  })

  it.each([
    ['What does the attached file say?', ['attached 1', 'attached 2']],
    ['添付の要点をまとめて', ['attached 1', 'attached 2']],
    ['What is a heat pump?', ['found']],
  ])('reads what was attached in the thread where the question points at it: %s', async (original, expected) => {
    const threadId = 'slack:T1:C1:1.0'
    const label = `thread:${threadId}`
    const attached = recordsOf(['found', 'attached 1', 'attached 2'], { audience: label, threadId })
    const searcher = scriptedSearcher({ qa: () => [hit(1, 0.9)] })
    const agent = createKnowledgeAgent({
      searcher,
      items: { ...attached, listOfThread: async (id) => (await attached.listOfThread(id)).slice(1) },
    })

    const asked = question(original, { original, threadId, audience: { labels: ['public', label] } })
    const found = await agent.gather(asked, never)

    expect(found.map(({ text }) => text).filter((text) => expected.includes(text))).toEqual(expected)
    expect(found.some(({ text }) => text === 'attached 1')).toBe(expected.includes('attached 1'))
  })

  describe('of a file that came with the question', () => {
    const threadId = 'slack:T1:C1:1.0'
    const label = `thread:${threadId}`
    const ask = async (original: string, askedAt = 1) => {
      const found = recordsOf(Array.from({ length: 12 }, (_, at) => `found ${at + 1}`))
      const inThread = recordsOf(
        Array.from({ length: 12 }, (_, at) => `found ${at + 1}`).concat(['attached 1', 'attached 2']),
        { audience: label, threadId },
      )
      const searcher = scriptedSearcher({ qa: () => Array.from({ length: 12 }, (_, at) => hit(at + 1, 0.9)) })
      const listOfThread = async (id: string) => (await inThread.listOfThread(id)).slice(12)
      const agent = createKnowledgeAgent({ searcher, items: { ...found, listOfThread } })
      const asked = question(original, { original, threadId, askedAt, audience: { labels: ['public', label] } })
      return (await agent.gather(asked, never)).map(({ text }) => text)
    }

    it.each(['What does this say?', 'Summarise the attached file', 'これは何ですか', 'Is it right?'])(
      'reads it before anything that was found, when it is pointed at: %s',
      async (original) => {
        const texts = await ask(original)

        expect(texts.slice(0, 3)).toEqual(['attached 1', 'attached 2', 'found 1'])
        expect(texts).toHaveLength(12)
      },
    )

    it('reads it only behind what is clearly meant, when it is not', async () => {
      expect((await ask('What is a heat pump?')).slice(0, 2)).toEqual(['found 1', 'found 2'])
    })

    it('does not take later talk of something else for it', async () => {
      expect(await ask('What does this say?', 2)).not.toContain('attached 1')
    })

    it('reads as much of every file', async () => {
      const long = recordsOf(
        Array.from({ length: 30 }, (_, at) => `long ${at + 1}`),
        { audience: label, threadId, location: 'a#long' },
      )
      const short = recordsOf(['short 1'], { audience: label, threadId, location: 'a#short' })
      const listOfThread = async (id: string) => [
        ...(await long.listOfThread(id)),
        ...(await short.listOfThread(id)).map((record) => ({ ...record, key: 31 })),
      ]
      const agent = createKnowledgeAgent({
        searcher: scriptedSearcher({ qa: () => [] }),
        items: { get: async () => [], listOfThread },
      })

      const asked = question('Summarise them', { original: 'Summarise them', threadId, audience: { labels: [label] } })
      const texts = (await agent.gather(asked, never)).map(({ text }) => text)

      expect(texts.slice(0, 2)).toEqual(['long 1', 'long 2'])
      expect(texts.at(-1)).toBe('short 1')
    })
  })

  it('keeps what was attached in another thread out of sight', async () => {
    const attached = recordsOf(['secret'], { audience: 'thread:slack:T1:C1:2.0', threadId: 'slack:T1:C1:2.0' })
    const agent = createKnowledgeAgent({ searcher: scriptedSearcher({ qa: () => [] }), items: attached })

    const asked = question('Summarise the attached file', { threadId: 'slack:T1:C1:1.0' })

    expect(await agent.gather(asked, never)).toEqual([])
  })
})
