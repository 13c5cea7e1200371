import { createOpenAiEmbedder } from '../../../src/adapters/openai/openai-embedder.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { describeEmbedder } from '../../contracts/embedder-contract.ts'
import { startEmbeddingsServer } from '../../fakes/embeddings-server.ts'

for (const encoding of ['float', 'base64'] as const) {
  describeEmbedder(`an OpenAI-style server with ${encoding} vectors`, async () => {
    const server = await startEmbeddingsServer({ encoding })
    const embedder = await createOpenAiEmbedder(
      { baseUrl: server.url, model: 'embed', preset: EMBEDDING_PRESETS.plain, backoffMs: 1 },
      new AbortController().signal,
    )
    return { embedder, stop: () => server.close() }
  })
}
