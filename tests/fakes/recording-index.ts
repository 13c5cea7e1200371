import type { IndexEntry, IndexWriter } from '../../src/index/unified-index.ts'

export interface RecordingIndex extends IndexWriter {
  /** What can be found now, by key. */
  readonly entries: Map<number, IndexEntry>
  /** Sizes of the batches that were embedded. */
  readonly batches: number[]
  /** Off: as when the embedder cannot be reached. */
  hasEmbedder: boolean
  /** Runs before texts are embedded; may wait. */
  beforeEmbed: () => Promise<void>
  /** Texts that can be found, sorted. */
  texts(): string[]
}

/** An index that only remembers. Attaching a key twice is a mistake and fails. */
export function createRecordingIndex(): RecordingIndex {
  const entries = new Map<number, IndexEntry>()
  const index: RecordingIndex = {
    entries,
    batches: [],
    hasEmbedder: true,
    beforeEmbed: async () => {},
    texts: () => [...entries.values()].map(({ text }) => text).sort(),
    async embedKeys(_namespace, texts, signal) {
      signal.throwIfAborted()
      index.batches.push(texts.length)
      await index.beforeEmbed()
      const vectors = texts.map(({ text }) => [{ space: 'fake', vector: Float32Array.of(text.length, 1) }])
      return index.hasEmbedder ? vectors : vectors.map(() => [])
    },
    attach(added) {
      for (const entry of added) {
        if (entries.has(entry.key)) throw new Error(`item ${entry.key} was attached twice`)
        entries.set(entry.key, entry)
      }
    },
    detach(keys) {
      for (const key of keys) entries.delete(key)
    },
  }
  return index
}
