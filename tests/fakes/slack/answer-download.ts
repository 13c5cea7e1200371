import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BoundedLog } from './bounded-log.ts'
import { type Fault, takeFault } from './faults.ts'
import type { SlackFile } from './files.ts'
import type { PeerState } from './peer-state.ts'
import type { Call } from './web-api.ts'

const PIECE = new Uint8Array(64 * 1024).fill(120)

/**
 * Gives out files (https://docs.slack.dev/reference/objects/file-object). Those who come without the bot's token are sent
 * to a page for signing in, as Slack does: status 200 and HTML in the end, not a refusal.
 */
export function createDownloads(options: {
  readonly state: PeerState
  readonly calls: BoundedLog<Call>
  readonly faults: Fault[]
  readonly token: string
  readonly sleep: (milliseconds: number) => Promise<void>
}) {
  const { state, calls, faults, token, sleep } = options

  return async (id: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = takeFault(faults, 'download', { id })
    const isAllowed = request.headers.authorization === `Bearer ${token}`
    calls.add({
      method: 'download',
      arguments: { id, isAllowed },
      at: Date.now(),
      status: undefined,
      error: undefined,
      reasons: [],
      fault,
    })
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs)
    if (fault?.drop !== undefined) return void response.destroy()
    if (fault?.status !== undefined) return void response.writeHead(fault.status).end()
    const file = state.files.find(id)
    if (!isAllowed || !state.isInstalled) return void response.writeHead(302, { location: '/signin' }).end()
    if (file === undefined || file.isDeleted) return void response.writeHead(404).end()
    give(file, response)
  }
}

function give({ about, bytes }: SlackFile, response: ServerResponse): void {
  const type = about.mediaType ?? 'text/plain'
  switch (about.fault?.kind) {
    case 'redirect':
      return void response.writeHead(302, { location: about.fault.to }).end()
    case 'status':
      return void response.writeHead(about.fault.status).end()
    case 'hang':
      return
    case 'cut':
      return void response.destroy()
    case 'stall':
      response.writeHead(200, { 'content-type': type, 'content-length': bytes.length })
      return void response.write(bytes.subarray(0, Math.floor(bytes.length / 2)))
    case undefined:
      response.writeHead(200, { 'content-type': type })
      if (about.fillerBytes === undefined) return void response.end(bytes)
      fill(response, about.fillerBytes)
      return
  }
}

/** Sends as many bytes as were asked for, no faster than they are read. */
function fill(response: ServerResponse, left: number): void {
  if (response.destroyed) return
  if (left <= 0) return void response.end()
  const piece = PIECE.subarray(0, Math.min(PIECE.length, left))
  response.write(piece, () => fill(response, left - piece.length))
}
