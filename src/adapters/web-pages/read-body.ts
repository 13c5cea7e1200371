import { createHash } from 'node:crypto'
import type { Response } from 'undici'
import { KikuError } from '../../domain/errors.ts'

export interface Body {
  readonly bytes: Uint8Array
  readonly contentHash: string
  /** Whether there was more than was kept. */
  readonly isCut: boolean
}

/** Reads a body, decompressed, until it ends or the limit is reached; the rest is never received. */
export async function readBody(response: Response, maxBytes: number): Promise<Body> {
  const parts: Uint8Array[] = []
  const hash = createHash('sha256')
  let byteSize = 0
  let isCut = false
  for await (const part of streamBody(response)) {
    const kept = part.subarray(0, maxBytes - byteSize)
    parts.push(kept)
    hash.update(kept)
    byteSize += kept.length
    isCut = kept.length < part.length
    if (isCut) break
  }
  return { bytes: joinParts(parts, byteSize), contentHash: hash.digest('hex'), isCut }
}

async function* streamBody(response: Response): AsyncIterable<Uint8Array> {
  if (response.body === null) return
  // Leaving the loop early cancels the stream, and with it the connection.
  for await (const part of response.body) {
    if (!(part instanceof Uint8Array)) throw new KikuError('url-failed', 'The page could not be read.')
    yield part
  }
}

function joinParts(parts: readonly Uint8Array[], byteSize: number): Uint8Array {
  const bytes = new Uint8Array(byteSize)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
