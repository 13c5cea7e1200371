import type { Response } from 'undici'

/** The body, decompressed. @returns undefined when it is longer; the rest is never received */
export async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return undefined
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    if (!(part instanceof Uint8Array)) continue
    size += part.length
    if (size > maxBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}
