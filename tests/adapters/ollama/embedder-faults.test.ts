import { describeEmbedderFaults } from '../../contracts/embedder-faults.ts'
import { EMBEDDING_MODEL } from '../../fakes/ollama-server.ts'
import { createBench } from './ollama-harness.ts'

describeEmbedderFaults('Ollama', async () => {
  const bench = createBench()
  const server = await bench.server({ models: [{ ...EMBEDDING_MODEL, context: 8192 }] })
  return {
    connect: (preset) => bench.embedder(server, { preset: { ...preset, maxTokens: Math.min(preset.maxTokens, 512) } }),
    setEncoder: (encoder) => server.setEmbedScript((inputs) => ({ vectors: encoder(inputs) })),
    get inputs() {
      return server.requests.map(({ embed }) => [embed.input ?? []].flat())
    },
    close: () => bench.stopAll(),
  }
})
