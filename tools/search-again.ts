import { tool } from '@langchain/core/tools'
import { z } from 'zod'
import type { IndexHit, IndexSearcher } from '../src/index/unified-index.ts'
import type { ItemStore } from '../src/ports/store.ts'
import type { ToolContext } from '../src/ports/tool-source.ts'
import { type BuiltInTool, describeTool, LOOKS_ONLY } from './describe-tool.ts'
import { permittedItems } from './reading/permitted-items.ts'
import { renderItem } from './reading/render-item.ts'
import { contextOf } from './tool-context.ts'
import { succeed } from './tool-output.ts'

const DESCRIPTION = `Searches the ingested documents and earlier conversations with other words than before. Use it when \
what was found so far does not answer the question. Each result has an item number that open_document takes.`

const SHOWN_CHARACTERS = 700
/** Hits less probable than this are noise, 0 to 1. */
const LEAST_PROBABILITY = 0.01

const schema = z.strictObject({
  query: z.string().trim().min(1).max(300).describe('What to look for, in the words that the text would use'),
  in: z.enum(['documents', 'conversations', 'everything']).default('everything'),
  limit: z.int().min(1).max(10).default(5),
})

export interface SearchAgainOptions {
  readonly searcher: IndexSearcher
  readonly items: Pick<ItemStore, 'get'>
}

/** Searches the index on behalf of the readers of the reply. */
export function createSearchAgain({ searcher, items }: SearchAgainOptions): BuiltInTool {
  const runnable = tool(
    async (given: z.output<typeof schema>, config) => {
      const context = contextOf(config)
      const signal = config.signal ?? new AbortController().signal
      const hits = await search(given, context, searcher, signal)
      const records = await items.get(hits.map(({ key }) => key))
      const found = permittedItems(records, context.audience).slice(0, given.limit)
      if (found.length === 0) return succeed(NOTHING[context.language])
      return succeed(found.map((record) => renderItem(record, SHOWN_CHARACTERS)).join('\n\n'))
    },
    { name: 'search_again', description: DESCRIPTION, schema },
  )
  return describeTool({
    title: 'Search with other words',
    examples: [
      'Search the handbook for travel expenses.',
      'Look for "retention policy" in the documents.',
      'Find where we talked about the release date.',
      '就業規則で「在宅勤務」を検索して',
      '資料の中から返品条件を探して',
      '別の言葉でもう一度検索して',
    ],
    effects: LOOKS_ONLY,
    schema,
    runnable,
  })
}

const NOTHING = { en: 'Nothing was found.', ja: '見つかりませんでした。' }

/** @returns hits of the namespaces that are wanted, the likeliest first; probabilities compare across them */
async function search(
  given: z.output<typeof schema>,
  { audience, askedAt }: ToolContext,
  searcher: IndexSearcher,
  signal: AbortSignal,
): Promise<readonly IndexHit[]> {
  const query = { text: given.query, audience: audience.labels, limit: given.limit }
  const [documents, conversations] = await Promise.all([
    given.in === 'conversations' ? [] : searcher.search({ ...query, task: 'qa' }, signal),
    // The question itself stands in the history by now.
    given.in === 'documents' ? [] : searcher.search({ ...query, task: 'chat', until: askedAt }, signal),
  ])
  return [...documents, ...conversations]
    .filter(({ probability }) => probability >= LEAST_PROBABILITY)
    .toSorted((one, other) => other.probability - one.probability)
}
