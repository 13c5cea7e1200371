import { KikuError } from '../../../domain/errors.ts'

export interface HostRules {
  readonly apiUrl: string
  readonly allowedHosts: readonly string[]
}

/**
 * An address that may be asked for a file, and be shown the token: encrypted, on a host of Slack's, or on the very server
 * that the Web API is reached at.
 * @throws KikuError `url-refused`
 */
export function checkFileUrl(address: string, { apiUrl, allowedHosts }: HostRules): URL {
  if (!URL.canParse(address)) throw refused()
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') throw refused()
  if (url.origin === new URL(apiUrl).origin) return url
  const isSlack = allowedHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  if (url.protocol !== 'https:' || url.port !== '' || !isSlack) throw refused()
  return url
}

function refused(): KikuError {
  return new KikuError('url-refused', 'The file is not kept in Slack, so Kiku does not read it.', {
    remedy: 'Upload the file to Slack itself.',
  })
}
