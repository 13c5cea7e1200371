import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { hit, scriptedSearcher } from '../../fakes/scripted-searcher.ts'
import { callTool, storeDocuments, toolsWith } from './call-tool.ts'

async function openLibrary() {
  const store = createMemoryStore()
  const keys = await storeDocuments(store, [
    { location: '/docs/terms.md', audience: 'public', passages: ['one', 'two', '返金は30日以内', 'four', 'five'] },
    { location: '/secret/pay.md', audience: 'slack:T1:C1', passages: ['Salaries'] },
  ])
  const searcher = scriptedSearcher({ qa: () => keys.toReversed().map((key) => hit(key)) })
  return { keys, searcher, tools: toolsWith({ ...store, searcher }) }
}

describe('opening a document', () => {
  it('returns the text around a passage, with the place to see it', async () => {
    const { keys, tools } = await openLibrary()

    const opened = await callTool(tools, 'open_document', { item: keys[2], passages: 1 })

    expect(opened.location).toBe('/docs/terms.md')
    expect(opened.text.split('\n\n').map((part) => part.split('\n').at(-1))).toEqual([
      '/docs/terms.md',
      'two',
      '返金は30日以内',
      'four',
    ])
  })

  it('finds a passage of a document by its location and words', async () => {
    const { tools, searcher } = await openLibrary()

    const opened = await callTool(tools, 'open_document', { location: '/docs/terms.md', about: '返金' })

    expect(opened).toMatchObject({ isError: false, location: '/docs/terms.md' })
    expect(searcher.queries).toMatchObject([{ text: '返金 terms.md terms.md', audience: ['public'] }])
  })

  it.each([[{ item: 999_999 }], [{ location: '/docs/none.md' }], [{}], [{ item: -1 }]])(
    'says what to do when there is nothing to open: %j',
    async (given) => {
      const { tools } = await openLibrary()

      expect(await callTool(tools, 'open_document', given)).toMatchObject({ isError: true })
    },
  )

  it('says the same of what others may read as of what is not there', async () => {
    const { keys, tools, searcher } = await openLibrary()
    const open = (given: Record<string, unknown>) => callTool(tools, 'open_document', given)

    const answers = await Promise.all([
      open({ item: keys[5] }),
      open({ item: 999_999 }),
      open({ location: '/secret/pay.md' }),
      open({ location: '/secret/none.md' }),
    ])

    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    // Not even the title of the document is searched for.
    expect(searcher.queries).toEqual([])
  })
})
