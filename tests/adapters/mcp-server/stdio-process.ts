// A server with a few things in memory, as a client would start `kiku mcp`.
import { serveStdio } from '../../../src/adapters/mcp-server/serve-stdio.ts'
import { toUserError } from '../../../src/conversation/explain-error.ts'
import { terminalAudience } from '../../../src/domain/audience.ts'
import { systemClock } from '../../../src/ports/clock.ts'
import { buildItem, createMemoryHost } from './memory-host.ts'

const say = (event: string, fields?: object) => void process.stderr.write(`${event} ${JSON.stringify(fields ?? {})}\n`)

const server = await serveStdio({
  host: createMemoryHost([
    buildItem({ key: 1, text: 'Parental leave lasts ninety days.', title: 'Handbook › Leave' }),
    buildItem({ key: 2, text: '休暇は九十日です。', title: '規程 › 休暇' }),
    buildItem({ key: 3, text: 'Salaries of finance, leave included.', audience: 'group:finance' }),
  ]),
  audience: terminalAudience(),
  input: process.stdin,
  output: process.stdout,
  version: '0.0.0',
  language: 'en',
  explain: toUserError,
  clock: systemClock,
  telemetry: { debug: say, info: say, warn: say, error: say },
})
await server.ended
say('ended')
