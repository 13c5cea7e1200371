import type { Embedder } from '../ports/embedder.ts'
import type { VectorStore } from '../ports/store.ts'
import { spaceTasks } from './embed-keys.ts'
import { NAMESPACES } from './restore-index.ts'

/** How many vectors of an embedder are still to be made. An item that is found by two tasks may need two. */
export async function countMissingVectors(vectors: VectorStore, embedder: Embedder): Promise<number> {
  let missing = 0
  for (const namespace of NAMESPACES) {
    for (const space of spaceTasks(embedder, namespace).keys()) missing += await vectors.countMissing(space, namespace)
  }
  return missing
}
