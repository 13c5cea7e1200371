import { tool } from '@langchain/core/tools'
import { z } from 'zod'
import type { DocumentLoader } from '../src/ports/document-loader.ts'
import type { PageFetcher } from '../src/ports/page-fetcher.ts'
import { type BuiltInTool, describeTool } from './describe-tool.ts'
import { MendableError } from './mendable-error.ts'
import { succeed } from './tool-output.ts'

const DESCRIPTION = `Fetches a public web page or file by its address and returns its text. Only for addresses that the \
user gave or that a search result shows. Long pages come in parts: pass "start" to read on.`

/** Characters of a page in one result. */
const PART_CHARACTERS = 8_000

const schema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .describe('Address, beginning with https:// or http://'),
  start: z.int().min(0).max(100_000_000).default(0).describe('Character to begin with, for the next part'),
})

export interface FetchWebPageOptions {
  /** Refuses private addresses and what robots may not read. */
  readonly fetcher: Pick<PageFetcher, 'fetch'>
  readonly loader: Pick<DocumentLoader, 'load'>
}

/** Reads a page of the web. */
export function createFetchWebPage({ fetcher, loader }: FetchWebPageOptions): BuiltInTool {
  const runnable = tool(
    async ({ url, start }: z.output<typeof schema>, config) => {
      const signal = config.signal ?? new AbortController().signal
      const page = await fetcher.fetch(url, signal)
      const { bytes, mediaType } = page
      const file = { location: page.url, bytes, ...(mediaType === undefined ? {} : { mediaType }) }
      const { title, blocks } = await loader.load(file, signal)
      const text = blocks.map((block) => block.text).join('\n\n')
      return succeed(renderPart({ title, url: page.url, text, start }), page.url)
    },
    { name: 'fetch_web_page', description: DESCRIPTION, schema },
  )
  return describeTool({
    title: 'Fetch a web page',
    examples: [
      'Summarise https://example.com/post for me.',
      'What does this page say: https://example.org/terms',
      'Open the link and tell me the price.',
      'https://example.com/news を要約して',
      'このページを読んで: https://example.org/terms',
    ],
    effects: { readOnly: true, destructive: false, openWorld: true },
    schema,
    runnable,
  })
}

interface PagePart {
  readonly title: string
  readonly url: string
  readonly text: string
  readonly start: number
}

function renderPart({ title, url, text, start }: PagePart): string {
  if (start > 0 && start >= text.length) {
    throw new MendableError({
      en: `The page ends before that: it has ${text.length} characters.`,
      ja: `ページはそこまでありません（全${text.length}文字）。`,
    })
  }
  const part = text.slice(start, start + PART_CHARACTERS).replace(/[\ud800-\udbff]$/, '')
  const end = start + part.length
  const rest =
    end < text.length ? `\n\n[characters ${start} to ${end} of ${text.length}; read on with start ${end}]` : ''
  return `${title}\n${url}\n\n${part}${rest}`
}
