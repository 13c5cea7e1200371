import { startOllamaServer } from '../../tests/fakes/ollama-server.ts'

// A model server in a process of its own, so that its work does not count as Kiku's. It ends with its parent.
const server = await startOllamaServer({
  numParallel: 4,
  script: () => ({ content: 'The passages say so [1].' }),
})
process.once('disconnect', () => process.exit(0))
process.send?.(server.url)
