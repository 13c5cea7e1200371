import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { DiscordRefusal } from '../refusal.ts'

/** A file that came with a request. */
export interface UploadedFile {
  /** Number in the name of its field, which `attachments` speak of. */
  readonly number: string
  readonly name: string
  readonly contentType: string
  readonly content: Uint8Array
}

export interface RequestBody {
  /** Parsed JSON; an empty object where there was none. */
  readonly json: unknown
  readonly files: readonly UploadedFile[]
}

/** Bytes that one request may have. */
const MOST_BYTES = 32 * 1024 * 1024

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    size += piece.length
    if (size > MOST_BYTES) throw new DiscordRefusal(413, 40005, 'Request entity too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Reads JSON, alone or with files (https://discord.com/developers/docs/reference#uploading-files). */
export async function parseBody(contentType: string, bytes: Buffer): Promise<RequestBody> {
  if (!contentType.startsWith('multipart/form-data'))
    return { json: bytes.length === 0 ? {} : parseJson(bytes.toString('utf8')), files: [] }
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
  const files: UploadedFile[] = []
  let json: unknown = {}
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      if (field === 'payload_json') json = parseJson(value)
      continue
    }
    const number = /^files\[(\d+)\]$/.exec(field)?.[1] ?? String(files.length)
    const content = new Uint8Array(await value.arrayBuffer())
    files.push({ number, name: value.name, contentType: value.type || 'application/octet-stream', content })
  }
  return { json, files }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DiscordRefusal(400, 50109, 'The request body contains invalid JSON.')
  }
}
