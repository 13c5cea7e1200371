import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Problem } from '../../../src/adapters/web/api/schemas/common.ts'

export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

export function sendProblem(response: ServerResponse, problem: Problem): void {
  response.writeHead(problem.status, { 'content-type': 'application/problem+json' })
  response.end(JSON.stringify(problem))
}

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  return JSON.parse((await readBytes(request)).toString('utf8'))
}

export interface EventStream {
  send(event: string, data: unknown): void
  isClosed(): boolean
  end(): void
}

export function openEventStream(response: ServerResponse): EventStream {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  response.write(': hello\n\n')
  return {
    send: (event, data) => {
      if (!response.destroyed) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    },
    isClosed: () => response.destroyed || response.writableEnded,
    end: () => response.end(),
  }
}
