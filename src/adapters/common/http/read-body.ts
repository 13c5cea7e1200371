import type { IncomingMessage } from 'node:http'
import { KikuError } from '../../../domain/errors.ts'

export interface BodyBounds {
  readonly mostBytes: number
  /** Until the last byte has come; only the server's own limit unless given. */
  readonly timeoutMs?: number
}

/**
 * The whole body. @returns undefined as soon as it is longer. Rejects when the connection breaks.
 * @throws KikuError `deadline-exceeded` where it comes too slowly
 */
export function readBody(request: IncomingMessage, { mostBytes, timeoutMs }: BodyBounds): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => settle(() => reject(tooSlow(timeoutMs))), timeoutMs)
    const settle = (finish: () => void) => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onClose)
      finish()
    }
    const onData = (part: Buffer) => {
      size += part.length
      if (size > mostBytes) settle(() => resolve(undefined))
      else parts.push(part)
    }
    const onEnd = () => settle(() => resolve(Buffer.concat(parts)))
    const onClose = () => settle(() => reject(new Error('The connection was closed.')))
    request.on('data', onData).once('end', onEnd).once('close', onClose)
    // Stays: an error that nobody listens for would end the process.
    request.once('error', (error) => settle(() => reject(error)))
  })
}

function tooSlow(timeoutMs: number): KikuError {
  return new KikuError('deadline-exceeded', `A request took longer than ${timeoutMs} ms to arrive.`, {
    retryable: true,
    details: { timeoutMs },
  })
}
