import type { ServerResponse } from 'node:http'

/** Ends a request with a status and nothing else. The connection goes too, with whatever the client still sends. */
export function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  if (response.headersSent) return
  response.writeHead(status, { ...headers, 'content-length': '0', connection: 'close' }).end()
}
