import type { IncomingMessage } from 'node:http'

/** The body as text. @returns undefined as soon as it is longer. Rejects when the connection breaks. */
export function readBody(request: IncomingMessage, mostBytes: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    const onData = (part: Buffer) => {
      size += part.length
      if (size > mostBytes) {
        request.off('data', onData)
        resolve(undefined)
      } else {
        parts.push(part)
      }
    }
    request.on('data', onData)
    request.once('end', () => resolve(Buffer.concat(parts).toString('utf8')))
    request.once('error', reject)
    request.once('close', () => reject(new Error('The connection was closed.')))
  })
}
