import { createOllamaModelSource } from '../../../src/adapters/ollama/ollama-model-source.ts'
import { systemClock } from '../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { type ContractAnswer, describeChatModel } from '../../contracts/chat-model-contract.ts'
import { type ScriptedChat, startOllamaServer } from '../../fakes/ollama-server.ts'

for (const name of ['chat', 'thinker']) {
  describeChatModel(`Ollama's ${name}`, async (answers) => {
    const server = await startOllamaServer({
      numParallel: 4,
      script: (_, { count }) => toScript(answers[Math.min(count, answers.length) - 1] ?? answers[0]),
    })
    const source = createOllamaModelSource({
      hosts: [server.url],
      model: name,
      maxConcurrentPerHost: 4,
      firstTokenTimeoutMs: 10_000,
      idleTimeoutMs: 10_000,
      clock: systemClock,
      telemetry: silentTelemetry,
    })
    const lookup = await source.find(new AbortController().signal)
    if (lookup.kind !== 'ready') throw new Error('The local server was not found.')
    return {
      model: lookup.model,
      sawAborts: (count) => server.until(() => server.requests.filter(({ aborted }) => aborted).length === count),
      async stop() {
        await source.close()
        await server.close()
      },
    }
  })
}

function toScript({ pieces, thinking, toolCalls, holdBefore, failBefore }: ContractAnswer): ScriptedChat {
  return {
    chunks: pieces,
    ...(thinking === undefined ? {} : { thinking }),
    ...(toolCalls === undefined ? {} : { toolCalls }),
    ...(failBefore === undefined ? {} : { failAfter: failBefore }),
    beforePiece: (piece) => (piece === holdBefore ? new Promise(() => {}) : undefined),
  }
}
