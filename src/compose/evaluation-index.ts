import { createBm25Index } from '../adapters/bm25/create-bm25-index.ts'
import { createExactIndex } from '../adapters/exact-scan/create-exact-index.ts'
import { PUBLIC } from '../domain/audience.ts'
import { KikuError } from '../domain/errors.ts'
import { chooseWeights } from '../domain/fusion-weights.ts'
import { dominantScript } from '../domain/language/scripts.ts'
import { namespaceOf } from '../domain/task.ts'
import type { EvaluationIndex } from '../evaluation/judged-set.ts'
import { createUnifiedIndex } from '../index/create-unified-index.ts'
import { splitName } from '../index/describe-tool.ts'
import type { Embedder } from '../ports/embedder.ts'

/**
 * The index of the product over the documents of a set, whose scopes become audience labels. Tools are named as the product
 * names them to its index.
 */
export function createEvaluationIndex(
  embedder: Embedder,
  namespace: 'knowledge' | 'tool' = 'knowledge',
): EvaluationIndex {
  const passages = new Map<number, { readonly key: number; readonly title: string; readonly text: string }>()
  const index = createUnifiedIndex({
    embedder,
    readPassages: async (keys) => keys.flatMap((key) => passages.get(key) ?? []),
    createLexicalIndex: () => createBm25Index(),
    createVectorIndex: (_namespace, _space, dimension) => createExactIndex(dimension),
  })
  const ids: string[] = []
  const labels = new Set<string>()
  return {
    async add(documents, signal) {
      const items = documents.map((document) => (namespace === 'tool' ? asTool(document) : document))
      const vectors = await index.embedKeys(namespace, items, signal)
      const entries = items.map(({ id, title, text, scope }, at) => {
        ids.push(id)
        passages.set(ids.length, { key: ids.length, title, text })
        const audience = scope === undefined ? PUBLIC : `group:${scope}`
        labels.add(audience)
        const script = dominantScript(`${title} ${text}`)
        const header = { key: ids.length, namespace, audience, createdAt: 0, threadId: null, script }
        return { ...header, title, text, vectors: vectors[at] ?? [] }
      })
      index.attach(entries)
    },
    async rank({ text, history, scope, task, limit, weights }, signal) {
      if (namespaceOf(task) !== namespace) {
        throw new KikuError('misuse', `Task ${task} cannot be evaluated on a set of documents.`)
      }
      const audience = scope === undefined ? [...labels] : [`group:${scope}`]
      const query = { task, text, context: history, audience, limit }
      const fusion = weights === undefined ? {} : { fusion: chooseWeights(embedder.fusion, weights) }
      const rankings = await index.rankLegs({ ...query, ...fusion }, signal)
      const names = (keys: readonly number[]): string[] => keys.map((key) => ids[key - 1]!)
      return { lexical: names(rankings.lexical), dense: names(rankings.dense), fused: names(rankings.fused) }
    },
  }
}

function asTool<T extends { readonly title: string; readonly text: string }>(document: T): T {
  return { ...document, title: splitName(document.title), text: `${document.title}, ${document.text}` }
}
