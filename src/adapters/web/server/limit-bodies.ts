import type { MiddlewareHandler } from 'hono'
import { toKikuError } from '../../../domain/errors.ts'
import { readBody } from '../../common/http/read-body.ts'
import type { Refuse } from '../access/guard-requests.ts'
import type { WebEnv } from '../web-env.ts'
import { isUpload } from './is-upload.ts'
import type { RequestProblemCode } from './request-problem.ts'
import type { WebLimits } from './web-limits.ts'

/**
 * Reads the body of every request that may have one, bounded in size and time, before its handler begins. Uploads are left
 * to their handlers, which read them with `streamUpload`.
 */
export function limitBodies(
  { bodyBytes, bodyMs }: Pick<WebLimits, 'bodyBytes' | 'bodyMs'>,
  refuse: Refuse,
): MiddlewareHandler<WebEnv> {
  return async (context, next) => {
    const { req, env } = context
    const { incoming } = env
    if (incoming === undefined || !HAS_BODY.includes(req.method)) return next()
    // Nothing is unpacked, so nothing can grow.
    const encoding = incoming.headers['content-encoding'] ?? 'identity'
    // Whatever is still being sent goes with the connection.
    const refuseWith = (code: RequestProblemCode) => refuse(incoming, code, { headers: { connection: 'close' } })
    if (encoding !== 'identity') return refuseWith('type-unsupported')
    if (isUpload(incoming)) return next()
    try {
      const bytes = await readBody(incoming, { mostBytes: bodyBytes, timeoutMs: bodyMs })
      if (bytes === undefined) return refuseWith('body-too-large')
      // Hono keeps promises there, though its types speak of texts.
      Object.assign(req.bodyCache, { text: Promise.resolve(bytes.toString('utf8')) })
    } catch (thrown) {
      if (toKikuError(thrown).code !== 'deadline-exceeded') throw thrown
      return refuseWith('body-slow')
    }
    return next()
  }
}

const HAS_BODY = ['POST', 'PUT', 'PATCH', 'DELETE', 'QUERY']
