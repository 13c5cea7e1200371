import { OAuthError } from '@modelcontextprotocol/sdk/server/auth/errors.js'
import { KikuError } from '../../../domain/errors.ts'

/**
 * Does something of a sign-in. What a server says when it refuses may hold anything, tokens too, so that only the name of the
 * error is kept (RFC 6749 §5.2).
 * @throws KikuError: its own as they are, all others as `tool-failed`
 */
export async function explainRefusal<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof KikuError) throw thrown
    const name = thrown instanceof OAuthError ? ` (${thrown.errorCode})` : ''
    throw new KikuError('tool-failed', `${what}${name}.`, { retryable: true })
  }
}
