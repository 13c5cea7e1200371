import type { IncomingMessage } from 'node:http'
import { KikuError } from '../../../domain/errors.ts'

export interface UploadBounds {
  readonly mostBytes: number
  /** Between two parts of it. */
  readonly idleMs: number
}

/**
 * The body of an upload as it comes; whoever reads slowly slows the sender down.
 * @throws KikuError `document-too-large` as soon as it is, `deadline-exceeded` where nothing comes any more; the error of a
 * connection that breaks
 */
export async function* streamUpload(
  request: IncomingMessage,
  { mostBytes, idleMs }: UploadBounds,
): AsyncGenerator<Buffer> {
  const tooLarge = () => new KikuError('document-too-large', 'An upload is too large.', { details: { mostBytes } })
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge()
  const stalled = new KikuError('deadline-exceeded', `An upload sent nothing for ${idleMs} ms.`, { retryable: true })
  let watch: NodeJS.Timeout | undefined
  const arm = () => {
    watch = setTimeout(() => request.destroy(stalled), idleMs)
  }
  let size = 0
  try {
    arm()
    // Left open for the reply, where it is refused.
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      clearTimeout(watch)
      const bytes: Buffer = part
      size += bytes.length
      if (size > mostBytes) throw tooLarge()
      yield bytes
      arm()
    }
  } finally {
    clearTimeout(watch)
  }
}
