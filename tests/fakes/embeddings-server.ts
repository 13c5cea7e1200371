import { Buffer } from 'node:buffer'
import http from 'node:http'
import { fakeVector, tokenize } from './ollama-wire.ts'

interface EmbeddingsRequest {
  readonly authorization: string | undefined
  readonly body: {
    readonly model?: string
    readonly input: readonly string[]
    readonly encoding_format?: string
    readonly dimensions?: number
  }
  aborted: boolean
}

/** What to answer to one request: a refusal, other data, or (undefined) the vectors asked for. */
export type EmbeddingsScript = (
  request: EmbeddingsRequest,
  count: number,
) =>
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | { readonly data: unknown }
  | 'hang'
  | undefined

export interface EmbeddingsServer {
  /** With the path `/v1`, as configurations have it. */
  readonly url: string
  readonly requests: readonly EmbeddingsRequest[]
  setScript(script: EmbeddingsScript | undefined): void
  close(): Promise<void>
}

/** A local server with OpenAI's `POST /v1/embeddings`: 384 numbers per text, at most 512 stand-in tokens. */
export async function startEmbeddingsServer({
  script: first,
  encoding = 'float',
}: {
  readonly script?: EmbeddingsScript
  readonly encoding?: 'float' | 'base64'
} = {}): Promise<EmbeddingsServer> {
  let script = first
  const requests: EmbeddingsRequest[] = []
  const server = http.createServer((incoming, response) => {
    const pieces: Buffer[] = []
    incoming.on('data', (bytes: Buffer) => pieces.push(bytes))
    incoming.on('end', () => {
      const request: EmbeddingsRequest = {
        authorization: incoming.headers.authorization,
        body: JSON.parse(Buffer.concat(pieces).toString('utf8')),
        aborted: false,
      }
      requests.push(request)
      response.on('close', () => {
        if (!response.writableFinished) request.aborted = true
      })
      answer(request, incoming.url ?? '', response)
    })
  })

  function answer(request: EmbeddingsRequest, path: string, response: http.ServerResponse): void {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    if (path !== '/v1/embeddings') {
      send(404, { error: { message: `Invalid URL (POST ${path})` } })
      return
    }
    const scripted = script?.(request, requests.length)
    if (scripted === 'hang') return
    if (scripted !== undefined && 'status' in scripted) {
      send(scripted.status, scripted.body ?? {}, scripted.headers)
      return
    }
    if (scripted !== undefined) {
      send(200, { object: 'list', data: scripted.data })
      return
    }
    const { input, dimensions = 384 } = request.body
    if (input.some((text) => tokenize(text).filter((token) => token.trim() !== '').length + 2 > 512)) {
      send(400, { error: { message: "This model's maximum context length is 512 tokens.", code: null } })
      return
    }
    const data = input.map((text, index) => ({ object: 'embedding', index, embedding: encode(text, dimensions) }))
    // Backwards, since the protocol promises the index and not the order.
    send(200, { object: 'list', data: data.reverse(), model: request.body.model })
  }

  function encode(text: string, dimension: number): number[] | string {
    const vector = fakeVector(text, dimension)
    return encoding === 'float' ? vector : Buffer.from(Float32Array.from(vector).buffer).toString('base64')
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    setScript: (next) => {
      script = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
