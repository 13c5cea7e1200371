import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request. */
export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Cuts the connection without an answer. */
  readonly isDropped?: boolean
  /** Never answers. */
  readonly isSilent?: boolean
}

export interface ScriptedWebApi {
  readonly apiUrl: string
  /** What was asked, in order. */
  readonly requests: readonly {
    readonly method: string
    readonly body: URLSearchParams
    readonly authorization: string
  }[]
  /** Answers for requests to come, by method. */
  script(method: string, ...answers: readonly ScriptedAnswer[]): void
  close(): Promise<void>
}

/** A Web API that answers as the test says and fails loudly at everything else. */
export async function startScriptedWebApi(): Promise<ScriptedWebApi> {
  const scripted = new Map<string, ScriptedAnswer[]>()
  const requests: { method: string; body: URLSearchParams; authorization: string }[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (data) => {
      text += data
    })
    request.on('end', () => {
      const method = (request.url ?? '').replace('/api/', '')
      requests.push({ method, body: new URLSearchParams(text), authorization: request.headers.authorization ?? '' })
      const answer = scripted.get(method)?.shift()
      if (answer === undefined) throw new Error(`${method} was called, which this test does not script.`)
      if (answer.isSilent === true) return
      if (answer.isDropped === true) return void response.destroy()
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? { ok: true }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    requests,
    script(method, ...answers) {
      scripted.set(method, [...(scripted.get(method) ?? []), ...answers])
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
