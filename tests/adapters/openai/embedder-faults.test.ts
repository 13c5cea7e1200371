import { createOpenAiEmbedder } from '../../../src/adapters/openai/openai-embedder.ts'
import { describeEmbedderFaults } from '../../contracts/embedder-faults.ts'
import { startEmbeddingsServer } from '../../fakes/embeddings-server.ts'

describeEmbedderFaults('an OpenAI-style server', async () => {
  const server = await startEmbeddingsServer()
  return {
    connect: (preset) =>
      createOpenAiEmbedder({ baseUrl: server.url, model: 'embed', preset, backoffMs: 1 }, new AbortController().signal),
    setEncoder: (encoder) =>
      server.setScript(({ body }) => ({
        data: encoder(body.input).map((embedding, index) => ({ index, embedding })),
      })),
    get inputs() {
      return server.requests.map(({ body }) => body.input)
    },
    close: () => server.close(),
  }
})
