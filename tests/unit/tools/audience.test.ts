import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { callTool, forgetfulSearcher, type StoredDocument, storeDocuments, toolsWith } from './call-tool.ts'

const LABELS = ['public', 'slack:T1', 'slack:T1:C1', 'discord:G1', 'person:slack:T1:U1', 'group:finance']

const label = fc.constantFrom(...LABELS)
const documents = fc.array(fc.record({ audience: label, passages: fc.integer({ min: 1, max: 4 }) }), {
  minLength: 1,
  maxLength: 8,
})

/** Documents whose every word tells whose it is. */
function write(drawn: readonly { readonly audience: string; readonly passages: number }[]): StoredDocument[] {
  return drawn.map(({ audience, passages }, index) => ({
    audience,
    location: `/docs/${nameOf(audience)}-${index}.md`,
    passages: Array.from({ length: passages }, (_, passage) => `secret of ${nameOf(audience)} ${passage}`),
  }))
}

function nameOf(audience: string): string {
  return `of-${LABELS.indexOf(audience)}-only`
}

describe('what tools tell', () => {
  it('is never more than every reader may read, even where the search forgets about it', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.subarray(LABELS), async (drawn, labels) => {
        const store = createMemoryStore()
        const written = write(drawn)
        const keys = await storeDocuments(store, written)
        const tools = toolsWith({ ...store, searcher: forgetfulSearcher(keys) })
        const call = (name: string, given: Record<string, unknown>) =>
          callTool(tools, name, given, { audience: { labels: [...labels, 'public'] } })

        const results = await Promise.all([
          call('search_again', { query: 'secret', limit: 10 }),
          call('list_sources', {}),
          ...keys.map((item) => call('open_document', { item, passages: 8 })),
          ...written.map(({ location }) => call('open_document', { location, about: 'secret' })),
        ])

        const told = JSON.stringify(results)
        for (const forbidden of LABELS.filter((one) => one !== 'public' && !labels.includes(one))) {
          expect(told).not.toContain(nameOf(forbidden))
        }
        const isReadable = written.some(({ audience }) => audience === 'public' || labels.includes(audience))
        expect(results[0]?.text.includes('secret of')).toBe(isReadable)
      }),
      { numRuns: 60 },
    )
  })

  it("is nothing of the index's other entries", async () => {
    const store = createMemoryStore()
    const entry = { audience: 'public', createdAt: 1, title: 't', text: 'a tool', location: 'x', locator: {} }
    const keys = await store.items.add([{ ...entry, namespace: 'tool' }])
    const tools = toolsWith({ ...store, searcher: forgetfulSearcher(keys) })

    const [found, opened] = await Promise.all([
      callTool(tools, 'search_again', { query: 'tool' }),
      callTool(tools, 'open_document', { item: keys[0] }),
    ])

    expect([found.text, opened.isError]).toEqual(['Nothing was found.', true])
  })
})
