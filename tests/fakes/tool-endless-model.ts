import http from 'node:http'
import { purposeOf } from './journey-model.ts'
import type { WireChatBody } from './ollama-wire.ts'

/** What never ends where a model is to choose tools: one line of the stream, the lines, or the words. */
export type Endless = 'argument' | 'calls' | 'words'

export interface EndlessModel {
  readonly url: string
  /** Bytes that were sent where tools were to be chosen. */
  readonly sent: () => number
  /** Streams that somebody still listens to. */
  readonly openStreams: () => number
  close(): Promise<void>
}

const line = (message: object) => `${JSON.stringify({ model: 'chat:latest', message, done: false })}\n`
const callOf = (at: number) => ({ function: { name: 'calculate', arguments: { expression: `${at} + 1` } } })

const PIECES: Readonly<Record<Endless, (at: number) => string>> = {
  argument: (at) =>
    at === 0
      ? line({ role: 'assistant', content: '', tool_calls: [callOf(1)] }).replace(/1 \+ 1"[\s\S]*/, '1')
      : ' + 1'.repeat(4_000),
  calls: (at) => line({ role: 'assistant', content: '', tool_calls: [callOf(at)] }),
  words: (at) => line({ role: 'assistant', content: `And ${at} more. `.repeat(50) }),
}

/** In front of a model server: it never comes to an end of choosing tools, for as long as anybody listens. @param url of the server */
export async function startEndlessModel(url: string, endless: () => Endless): Promise<EndlessModel> {
  let sent = 0
  const streams = new Set<http.ServerResponse>()
  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (bytes: Buffer) => pieces.push(bytes))
    request.on('end', () => {
      const body = Buffer.concat(pieces)
      const chat: WireChatBody = request.url === '/api/chat' ? JSON.parse(body.toString('utf8')) : {}
      if (purposeOf(chat) === 'tools') goOn(response)
      else void forward(request, body, response)
    })
  })

  function goOn(response: http.ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    streams.add(response)
    response.on('close', () => streams.delete(response))
    const write = PIECES[endless()]
    let at = 0
    const next = () => {
      for (let piece = write(at); !response.destroyed; piece = write(at)) {
        at += 1
        sent += piece.length
        if (!response.write(piece)) return void response.once('drain', () => setTimeout(next, 1))
      }
    }
    next()
  }

  async function forward(request: http.IncomingMessage, body: Buffer, response: http.ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request
    const content =
      body.length === 0 ? {} : { body: new Uint8Array(body), headers: { 'content-type': 'application/json' } }
    const answer = await fetch(`${url}${path}`, { method, ...content })
    const type = answer.headers.get('content-type') ?? 'application/json'
    response.writeHead(answer.status, { 'content-type': type }).end(await answer.text())
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    sent: () => sent,
    openStreams: () => streams.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
