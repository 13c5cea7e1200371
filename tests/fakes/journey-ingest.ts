import { openKiku } from '../../src/compose.ts'
import { processEnvironment, readConfig } from '../../src/config.ts'
import { silentTelemetry } from '../../src/ports/telemetry.ts'

// Run as a process of its own: reads a folder with the whole of Kiku, and says so after every document.
const [folder = ''] = process.argv.slice(2)
const { signal } = new AbortController()
const config = readConfig({}, processEnvironment(), process.cwd())
const kiku = await openKiku(config, { mode: 'write', telemetry: silentTelemetry, signal })
process.stdout.write('opened\n')
await kiku.ingest(
  { locations: [folder], audience: 'public' },
  ({ outcome, location }) => process.stdout.write(`${outcome} ${location}\n`),
  signal,
)
process.stdout.write('ingested\n')
await kiku.close()
process.stdout.write('closed\n')
