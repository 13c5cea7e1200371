import { MendableError } from '../mendable-error.ts'
import type { ReadSecret, SavedRequest } from './saved-request.ts'

const ONE_LINE = /^[\t\x20-\x7e]+$/

export interface RequestHeaders {
  readonly headers: Readonly<Record<string, string>>
  /** What must not be seen again: the secrets themselves and the headers that hold them. */
  readonly secrets: readonly string[]
}

/**
 * The headers of a saved request with their secrets.
 * @throws MendableError when a secret is not set, or could not stand in a header
 */
export function readHeaders(request: SavedRequest, readSecret: ReadSecret): RequestHeaders {
  const secrets: string[] = []
  const headers: Record<string, string> = {
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...lowerCase(request.headers),
  }
  for (const [name, { secret, template = '{secret}' }] of Object.entries(request.secretHeaders)) {
    const value = readSecret(secret)
    if (value === undefined || !ONE_LINE.test(value)) throw unusable(secret)
    const header = template.replaceAll('{secret}', () => value)
    headers[name.toLowerCase()] = header
    secrets.push(value, header, header.slice(header.indexOf(' ') + 1))
  }
  return { headers, secrets }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function unusable(secret: string): MendableError {
  return new MendableError({
    en: `The secret '${secret}' of this request is not set. Whoever runs Kiku has to set it.`,
    ja: `このリクエストに必要なシークレット「${secret}」が設定されていません。管理者に設定を依頼してください。`,
  })
}
