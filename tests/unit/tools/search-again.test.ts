import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { hit, scriptedSearcher } from '../../fakes/scripted-searcher.ts'
import { ASKED_AT, callTool, storeDocuments, toolsWith } from './call-tool.ts'

async function library() {
  const store = createMemoryStore()
  const keys = await storeDocuments(store, [
    { location: '/docs/travel.md', audience: 'public', passages: ['Trains are paid for.', '新幹線は全額支給します。'] },
    { location: '/docs/pay.md', audience: 'slack:T1:C1', passages: ['Salaries are paid on the 25th.'] },
  ])
  return { ...store, keys }
}

describe('searching with other words', () => {
  it('returns passages with their numbers and places, the likeliest first', async () => {
    const { items, keys } = await library()
    const [first = 0, second = 0] = keys
    const searcher = scriptedSearcher({ qa: () => [hit(first, 0.4), hit(second, 0.7)], chat: () => [] })

    const { text } = await callTool(toolsWith({ searcher, items }), 'search_again', { query: '新幹線' })

    expect(text).toBe(
      `[item ${second}] travel.md\n/docs/travel.md l. 2\n新幹線は全額支給します。\n\n[item ${first}] travel.md\n/docs/travel.md l. 1\nTrains are paid for.`,
    )
  })

  it('searches on behalf of the readers, and in the past before the question', async () => {
    const searcher = scriptedSearcher({ qa: () => [], chat: () => [] })
    const audience = { labels: ['public', 'slack:T1'] }

    await callTool(toolsWith({ searcher }), 'search_again', { query: 'roof' }, { audience })

    expect(searcher.queries).toMatchObject([
      { task: 'qa', text: 'roof', audience: ['public', 'slack:T1'], limit: 5 },
      { task: 'chat', text: 'roof', audience: ['public', 'slack:T1'], until: ASKED_AT },
    ])
  })

  it('searches only where it is told to', async () => {
    const searcher = scriptedSearcher({ qa: () => [] })

    await callTool(toolsWith({ searcher }), 'search_again', { query: 'roof', in: 'documents' })

    expect(searcher.queries.map(({ task }) => task)).toEqual(['qa'])
  })

  it('says in the language of the asker that it found nothing; noise is nothing', async () => {
    const { items, keys } = await library()
    const searcher = scriptedSearcher({ qa: () => [hit(keys[0] ?? 0, 0.001)], chat: () => [] })

    const found = await callTool(toolsWith({ searcher, items }), 'search_again', { query: 'x' }, { language: 'ja' })

    expect(found).toEqual({ text: '見つかりませんでした。', isError: false })
  })

  it('cuts long passages', async () => {
    const store = createMemoryStore()
    const [key = 0] = await storeDocuments(store, [
      { location: '/long.md', audience: 'public', passages: ['長'.repeat(5_000)] },
    ])
    const searcher = scriptedSearcher({ qa: () => [hit(key)], chat: () => [] })

    const { text } = await callTool(toolsWith({ searcher, items: store.items }), 'search_again', { query: 'x' })

    expect(text.length).toBeLessThan(800)
    expect(text.endsWith(' …')).toBe(true)
  })
})
