import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { isObject, type WireObject } from './wire.ts'

/** Arguments that are structures; in a form they come as JSON. */
const STRUCTURES = new Set(['attachments', 'blocks', 'chunks', 'loading_messages', 'metadata', 'prompts', 'view'])

/** Bytes that one request may have. */
const MOST_BYTES = 4 * 1024 * 1024

/** @throws Error when the request is larger than any that Slack would take */
export async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    size += piece.length
    if (size > MOST_BYTES) throw new Error('The request is too large for the Slack peer.')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** Reads arguments from a form or JSON; structures are parsed where they can be. */
export function readArguments(contentType: string, body: string, query: URLSearchParams): WireObject {
  if (contentType.startsWith('application/json')) {
    const parsed: unknown = body === '' ? {} : JSON.parse(body)
    return isObject(parsed) ? parsed : {}
  }
  const parameters: Record<string, unknown> = {}
  for (const [name, value] of [...query, ...new URLSearchParams(body)]) parameters[name] = parse(name, value)
  return parameters
}

function parse(name: string, value: string): unknown {
  if (!STRUCTURES.has(name)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
