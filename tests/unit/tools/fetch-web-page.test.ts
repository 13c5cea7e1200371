import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import { createScriptedPages } from '../../fakes/scripted-pages.ts'
import { createTextLoader } from '../../fakes/text-loader.ts'
import { callTool, toolsWith } from './call-tool.ts'

function browser() {
  const fetcher = createScriptedPages()
  const loader = createTextLoader()
  return { fetcher, loader, tools: toolsWith({ web: { fetcher, loader } }) }
}

describe('fetching a web page', () => {
  it('returns its text and where it was found', async () => {
    const { fetcher, tools } = browser()
    fetcher.serve('https://example.com/terms.md', {
      body: '# Terms\n\n返品は30日以内です。',
      mediaType: 'text/markdown',
    })

    const page = await callTool(tools, 'fetch_web_page', { url: 'https://example.com/terms.md' })

    expect(page).toEqual({
      text: 'terms.md\nhttps://example.com/terms.md\n\nTerms\n\n返品は30日以内です。',
      isError: false,
      location: 'https://example.com/terms.md',
    })
  })

  it('returns long pages in parts that fit together', async () => {
    const { fetcher, tools } = browser()
    const body = Array.from({ length: 4_000 }, (_, index) => index).join(' ')
    fetcher.serve('https://example.com/long.txt', { body, mediaType: 'text/plain' })
    const url = 'https://example.com/long.txt'

    let read = ''
    for (let start: number | undefined = 0; start !== undefined; ) {
      const { text } = await callTool(tools, 'fetch_web_page', { url, start })
      const [, , part = ''] = /^(.*\n){2}\n([^\n]*)/.exec(text) ?? []
      read += part
      const next = /read on with start (\d+)\]$/.exec(text)
      start = next === null ? undefined : Number(next[1])
    }

    expect(read).toBe(body)
  })

  it.each([
    ['file:///etc/passwd'],
    ['ftp://example.com/'],
    ['javascript:alert(1)'],
    ['no address'],
    [`https://example.com/${'a'.repeat(3_000)}`],
  ])('takes web addresses alone: %s', async (url) => {
    expect(await callTool(browser().tools, 'fetch_web_page', { url })).toMatchObject({ isError: true })
  })

  it.each(['url-refused', 'url-failed', 'document-unsupported', 'document-too-large'] as const)(
    'tells of %s as a result, since another address may do',
    async (code) => {
      const { fetcher, tools } = browser()
      fetcher.fail('https://example.com/', new KikuError(code, 'It did not work.', { remedy: 'Try another.' }))

      const page = await callTool(tools, 'fetch_web_page', { url: 'https://example.com/' })

      expect(page).toEqual({ text: 'It did not work. Try another.', isError: true })
    },
  )

  it('is told apart as reaching out of the machine, and is not there without a fetcher', () => {
    const effects = browser()
      .tools.list()
      .find(({ id }) => id === 'fetch_web_page')?.effects

    expect(effects).toEqual({ readOnly: true, destructive: false, openWorld: true })
    expect(
      toolsWith()
        .list()
        .map(({ id }) => id),
    ).not.toContain('fetch_web_page')
  })
})
