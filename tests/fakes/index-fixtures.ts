import { createBm25Index } from '../../src/adapters/bm25/create-bm25-index.ts'
import { createExactIndex } from '../../src/adapters/exact-scan/create-exact-index.ts'
import { openBundledEmbedder } from '../../src/compose/open-bundled-embedder.ts'
import { dominantScript } from '../../src/domain/language/scripts.ts'
import type { Namespace } from '../../src/domain/task.ts'
import { createUnifiedIndex, type UnifiedIndex } from '../../src/index/create-unified-index.ts'
import type { PassageReader } from '../../src/index/drop-copies.ts'
import type { IndexEntry } from '../../src/index/unified-index.ts'
import type { Embedder } from '../../src/ports/embedder.ts'

/** The embedder in the box. */
export const bundledEmbedder: Embedder = openBundledEmbedder()

/** A whole unified index in memory, with the real legs. @param items whose copies are dropped, or who reads them */
export function createTestIndex(
  embedder: Embedder = bundledEmbedder,
  items?: readonly TestItem[] | PassageReader,
  formerEmbedder?: Embedder,
): UnifiedIndex {
  const readItems: PassageReader = async (keys) =>
    (typeof items === 'function' ? [] : (items ?? []))
      .filter(({ key }) => keys.includes(key))
      .map(({ key, text, title = '' }) => ({ key, text, title }))
  return createUnifiedIndex({
    embedder,
    ...(items === undefined ? {} : { readPassages: typeof items === 'function' ? items : readItems }),
    ...(formerEmbedder === undefined ? {} : { formerEmbedder }),
    createLexicalIndex: () => createBm25Index(),
    createVectorIndex: (_namespace, _space, dimension) => createExactIndex(dimension),
  })
}

export interface TestItem {
  readonly key: number
  readonly text: string
  readonly title?: string
  readonly audience?: string
  readonly namespace?: Namespace
  readonly createdAt?: number
  readonly threadId?: string
}

/** Embeds and attaches items. */
export async function attachItems(index: UnifiedIndex, items: readonly TestItem[]): Promise<void> {
  const signal = new AbortController().signal
  for (const item of items) {
    const { key, text, title = '', audience = 'public', namespace = 'knowledge', createdAt = 0, threadId = null } = item
    const [vectors = []] = await index.embedKeys(namespace, [{ title, text }], signal)
    const script = dominantScript(`${title} ${text}`)
    const entry: IndexEntry = { key, namespace, audience, createdAt, threadId, script, title, text, vectors }
    index.attach([entry])
  }
}
