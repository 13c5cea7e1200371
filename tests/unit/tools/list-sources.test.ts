import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { callTool, storeDocuments, toolsWith } from './call-tool.ts'

async function toolsOver() {
  const store = createMemoryStore()
  await storeDocuments(store, [
    { location: '/home/aki/docs/就業規則.md', audience: 'public', passages: ['a'] },
    { location: '/home/aki/docs/terms.md', audience: 'slack:T1', passages: ['b'] },
    { location: '/home/aki/docs/pay.md', audience: 'slack:T1:C1', passages: ['c'] },
  ])
  return toolsWith(store)
}

describe('listing sources', () => {
  it('names what all readers may read, without the folders of the machine', async () => {
    const audience = { labels: ['public', 'slack:T1'] }

    const listed = await callTool(await toolsOver(), 'list_sources', {}, { audience })

    expect(listed).toEqual({ text: '- 就業規則.md (file, 1 document)\n- terms.md (file, 1 document)', isError: false })
  })

  it('speaks Japanese', async () => {
    const listed = await callTool(await toolsOver(), 'list_sources', {}, { language: 'ja' })

    expect(listed.text).toBe('- 就業規則.md（ファイル、1件の文書）')
  })

  it('finds sources by a part of their name', async () => {
    const audience = { labels: ['public', 'slack:T1'] }

    const listed = await callTool(await toolsOver(), 'list_sources', { named: 'TERMS' }, { audience })

    expect(listed.text).toBe('- terms.md (file, 1 document)')
  })

  it('says when there is nothing that everyone may read', async () => {
    const listed = await callTool(await toolsOver(), 'list_sources', { named: 'pay' })

    expect(listed).toEqual({ text: 'No sources are there that everyone here may read.', isError: false })
  })
})
