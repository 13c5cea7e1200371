import { Embeddings } from '@langchain/core/embeddings'
import { openBundledEmbedder } from '../../src/compose/open-bundled-embedder.ts'

/** The bundled embedder as LangChain wants it, so that all candidates embed alike. */
export class BundledEmbeddings extends Embeddings {
  readonly #embedder = openBundledEmbedder()
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
