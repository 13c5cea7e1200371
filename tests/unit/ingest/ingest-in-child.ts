import { createLocalFiles } from '../../../src/adapters/folders/create-local-files.ts'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import { NEVER, openIngestBenchOver } from './ingest-bench.ts'

// Run as a process of its own by `ingest-kill.test.ts`: reads a folder and says so after every document.
const [documents = '', data = ''] = process.argv.slice(2)
const store = await openSqliteStore({ folder: data, mode: 'write' })
const { ingestor } = openIngestBenchOver(createLocalFiles(), { batchSize: 4, parallelDocuments: 3 }, store)
const report = await ingestor.ingest(
  { locations: [documents], audience: 'public' },
  ({ outcome, location }) => process.stdout.write(`${outcome} ${location}\n`),
  NEVER,
)
process.stdout.write(`${JSON.stringify(report)}\n`)
await store.close()
