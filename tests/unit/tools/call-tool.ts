import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { PUBLIC } from '../../../src/domain/audience.ts'
import type { ToolArguments, ToolResult } from '../../../src/domain/tool.ts'
import type { IndexSearcher } from '../../../src/index/unified-index.ts'
import type { Store } from '../../../src/ports/store.ts'
import type { ToolContext, ToolSource } from '../../../src/ports/tool-source.ts'
import { type BuiltInToolOptions, createBuiltInTools } from '../../../tools/index.ts'
import { scriptedSearcher } from '../../fakes/scripted-searcher.ts'

/** Friday, 21 November 2025, 21:05 in Tokyo. */
export const ASKED_AT = Date.UTC(2025, 10, 21, 12, 5)

export const never = new AbortController().signal

export function contextOf(about: Partial<ToolContext> = {}): ToolContext {
  return { audience: { labels: [PUBLIC] }, language: 'en', askedAt: ASKED_AT, threadId: 'thread-1', ...about }
}

/** The built-in tools in Tokyo, over an empty store and a search that nobody scripted. */
export function toolsWith(options: Partial<BuiltInToolOptions> = {}): ToolSource {
  const { items, sources, documents } = createMemoryStore()
  let elapsed = 0
  return createBuiltInTools({
    clock: { now: () => ASKED_AT, elapsed: () => (elapsed += 0.01) },
    timeZone: 'Asia/Tokyo',
    searcher: scriptedSearcher({}),
    items,
    sources,
    documents,
    ...options,
  })
}

/** Calls a tool by its name; fails where there is none. */
export function callTool(
  source: ToolSource,
  name: string,
  given: ToolArguments,
  about: Partial<ToolContext> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<ToolResult> {
  const spec = source.list().find(({ id }) => id === name)
  if (spec === undefined) throw new Error(`there is no tool ${name}`)
  return source.call({ spec, arguments: given, context: contextOf(about) }, signal)
}

export interface StoredDocument {
  readonly location: string
  readonly audience: string
  readonly passages: readonly string[]
}

/** Ingests documents, each from a source of its own. @returns the keys of their passages */
export async function storeDocuments(store: Store, documents: readonly StoredDocument[]): Promise<readonly number[]> {
  const keys: number[] = []
  for (const { location, audience, passages } of documents) {
    const id = `${audience} ${location}`
    const source = await store.sources.add({ id, kind: 'file', location, audience, addedAt: 1 })
    const title = location.split('/').at(-1) ?? location
    const rest = { mediaType: 'text/plain', contentHash: '', byteSize: 1, ingestedAt: 1 }
    const draft = await store.documents.begin({ id, sourceId: source.id, location, title, ...rest })
    const items = passages.map((text, index) => ({
      ...{ namespace: 'knowledge' as const, audience, createdAt: 1, title, text, location },
      locator: { line: index + 1 },
    }))
    keys.push(...(await store.documents.append(draft, items)))
    await store.documents.commit(draft)
  }
  return keys
}

/** A search that forgets the audience and finds everything: what comes out of a tool must not depend on the index alone. */
export function forgetfulSearcher(keys: readonly number[]): IndexSearcher {
  return {
    search: async ({ limit, task }) =>
      keys.slice(0, Math.max(limit, keys.length)).map((key) => ({
        ...{ key, score: 0.9, probability: 0.9, legs: {} },
        namespace: task === 'chat' ? ('history' as const) : ('knowledge' as const),
      })),
  }
}
