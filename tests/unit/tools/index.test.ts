import { describe, expect, it } from 'vitest'
import type { IndexSearcher } from '../../../src/index/unified-index.ts'
import { createScriptedPages } from '../../fakes/scripted-pages.ts'
import { scriptedSearcher } from '../../fakes/scripted-searcher.ts'
import { createTextLoader } from '../../fakes/text-loader.ts'
import { callTool, contextOf, never, toolsWith } from './call-tool.ts'

const web = { fetcher: createScriptedPages(), loader: createTextLoader() }
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/

describe('the built-in tools', () => {
  it('are listed with what models, people and the index need to know', () => {
    const specs = toolsWith({ web }).list()

    expect(specs.map(({ id }) => id)).toEqual([
      'calculate',
      'current_time',
      'calculate_date',
      'convert_unit',
      'search_again',
      'open_document',
      'list_sources',
      'fetch_web_page',
    ])
    for (const { id, name, server, title, description, parameters, examples, effects, audience } of specs) {
      expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
      expect([name, server, audience]).toEqual([id, 'kiku', 'public'])
      expect(effects).toMatchObject({ readOnly: true, destructive: false })
      expect(parameters).toMatchObject({ type: 'object', additionalProperties: false })
      expect(title.length * description.length).toBeGreaterThan(0)
      expect(examples.some((example) => JAPANESE.test(example))).toBe(true)
      expect(examples.some((example) => !JAPANESE.test(example))).toBe(true)
    }
  })

  it('check arguments again, and tell what is wrong with them', async () => {
    const tools = toolsWith()

    const results = await Promise.all([
      callTool(tools, 'calculate', {}),
      callTool(tools, 'calculate', { expression: 3 }),
      callTool(tools, 'calculate', { expression: '1+1', verbose: true }),
      callTool(tools, 'search_again', { query: 'x', limit: 1_000 }),
    ])

    expect(results.every(({ isError }) => isError)).toBe(true)
    expect(results[0]?.text).toContain('expression')
  })

  it('know nothing of tools that are not theirs', async () => {
    const [spec] = toolsWith().list()
    if (spec === undefined) throw new Error('no tools')
    const call = toolsWith().call({ spec: { ...spec, id: 'format_disk' }, arguments: {}, context: contextOf() }, never)

    await expect(call).rejects.toMatchObject({ code: 'tool-missing' })
  })

  it('limit what they return', async () => {
    const tools = toolsWith({ limits: { mostCharacters: 20 } })

    const { text } = await callTool(tools, 'calculate', { expression: '1+1+1+1+1+1+1+1+1+1+1+1+1' })

    expect(text).toBe('1+1+1+1+1+1+1+1+1+1+ …')
  })

  it('end with the signal of the caller, and at the deadline', async () => {
    const stuck: IndexSearcher = { search: () => new Promise(() => {}) }
    const stopped = new AbortController()
    const reason = new Error('the asker left')

    const waiting = callTool(toolsWith({ searcher: stuck }), 'search_again', { query: 'x' }, {}, stopped.signal)
    stopped.abort(reason)
    const late = callTool(toolsWith({ searcher: stuck, limits: { timeoutMs: 5 } }), 'search_again', { query: 'x' })

    await expect(waiting).rejects.toBe(reason)
    await expect(late).rejects.toMatchObject({ code: 'deadline-exceeded' })
  })

  it('fail as tools when something breaks, without telling the model what', async () => {
    const broken = scriptedSearcher({ qa: () => new Error('disk on fire'), chat: () => [] })

    const call = callTool(toolsWith({ searcher: broken }), 'search_again', { query: 'x' })

    await expect(call).rejects.toMatchObject({ code: 'tool-failed', message: 'The tool search_again failed.' })
  })
})
