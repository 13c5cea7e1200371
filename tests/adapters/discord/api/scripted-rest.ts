import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'vitest'
import { createDiscordApi } from '../../../../src/adapters/discord/api/create-discord-api.ts'
import { createRest } from '../../../../src/adapters/discord/api/create-rest.ts'
import type { DiscordApi } from '../../../../src/adapters/discord/api/discord-api.ts'
import type { Clock } from '../../../../src/ports/clock.ts'
import type { Telemetry, TelemetryFields } from '../../../../src/ports/telemetry.ts'

/** A request as it reached the server. */
export interface SeenRequest {
  readonly method: string
  /** Without `/api/v10`. */
  readonly path: string
  readonly authorization: string | undefined
  readonly body: unknown
}

/** What the server does with the next request. */
export type Step =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** The connection breaks without an answer. */
  | 'drop'
  /** No answer ever. */
  | 'hang'

export interface ScriptedRest {
  readonly api: DiscordApi
  readonly seen: readonly SeenRequest[]
  readonly log: readonly string[]
  /** Moves the clock that the API goes by. */
  advance(milliseconds: number): void
  readonly clock: Clock
}

export const TOKEN = 'secret.bot.token'

/** Discord's REST API that gives one answer after the other, and 500 to whatever the script does not foresee. */
export async function openRest(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  steps: readonly Step[],
): Promise<ScriptedRest> {
  const left = [...steps]
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    void readRequest(request).then((read) => {
      seen.push(read)
      play(left.shift() ?? { status: 500, body: { unscripted: read.path } }, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const rest = createRest({ token: TOKEN, apiUrl: `http://127.0.0.1:${port}/api` })
  onTestFinished(async () => {
    rest.clearHashSweeper()
    rest.clearHandlerSweeper()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const log: string[] = []
  const write = (level: string) => (event: string, fields?: TelemetryFields) => {
    log.push(`${level} ${event} ${JSON.stringify(fields ?? {})}`)
  }
  const telemetry: Telemetry = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  }
  let ahead = 0
  const clock: Clock = { now: () => Date.now() + ahead, elapsed: () => performance.now() + ahead }
  const api = createDiscordApi({ rest, clock, telemetry, random: () => 0 })
  return {
    api,
    seen,
    log,
    clock,
    advance(milliseconds) {
      ahead += milliseconds
    },
  }
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const text = Buffer.concat(chunks).toString()
  return {
    method: request.method ?? '',
    path: decodeURIComponent((request.url ?? '').replace('/api/v10', '')),
    authorization: request.headers.authorization,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

function play(step: Step, response: ServerResponse): void {
  if (step === 'hang') return
  if (step === 'drop') return void response.destroy()
  const text = step.body === undefined ? '' : typeof step.body === 'string' ? step.body : JSON.stringify(step.body)
  response.writeHead(step.status, { 'content-type': 'application/json', ...step.headers })
  response.end(text)
}

export const ok = (body: unknown = {}): Step => ({ status: 200, body })
export const refused = (status: number, code: number, errors?: object): Step => ({
  status,
  body: { code, message: 'No.', ...(errors === undefined ? {} : { errors }) },
})
