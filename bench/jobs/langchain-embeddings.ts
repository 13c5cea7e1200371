import { Embeddings } from '@langchain/core/embeddings'
import { createBundledEmbedder } from '../../src/adapters/bundled-embedder/create-bundled-embedder.ts'
import { EMBEDDING_PRESETS } from '../../src/index/embedding-presets.ts'

/** The bundled embedder as LangChain wants it, so that all candidates embed alike. */
export class BundledEmbeddings extends Embeddings {
  readonly #embedder = createBundledEmbedder(EMBEDDING_PRESETS.bundled)
  readonly #signal = new AbortController().signal

  constructor() {
    super({})
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    const vectors = await this.#embedder.embed(texts, { task: 'qa', side: 'key' }, this.#signal)
    return vectors.map((vector) => Array.from(vector))
  }

  override async embedQuery(text: string): Promise<number[]> {
    const [vector] = await this.#embedder.embed([text], { task: 'qa', side: 'query' }, this.#signal)
    return Array.from(vector!)
  }
}
