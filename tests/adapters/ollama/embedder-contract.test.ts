import { createOllamaEmbedder } from '../../../src/adapters/ollama/ollama-embedder.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { systemClock } from '../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { describeEmbedder } from '../../contracts/embedder-contract.ts'
import { startOllamaServer } from '../../fakes/ollama-server.ts'

for (const preset of [EMBEDDING_PRESETS.plain, EMBEDDING_PRESETS.e5]) {
  describeEmbedder(`Ollama with the preset ${preset.name}`, async () => {
    const server = await startOllamaServer()
    const embedder = await createOllamaEmbedder(
      { host: server.url, model: 'embed', preset, clock: systemClock, telemetry: silentTelemetry, backoffMs: 1 },
      new AbortController().signal,
    )
    return {
      embedder,
      async stop() {
        await embedder.close()
        await server.close()
      },
    }
  })
}
