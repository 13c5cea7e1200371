import { isIP } from 'node:net'
import { KikuError } from '../../domain/errors.ts'
import type { AddressPolicy } from './address-policy.ts'

const LONGEST_URL = 2_048

/**
 * Reads an address and refuses what must not be fetched, as far as the text alone tells; names are judged when they
 * are resolved. The URL standard has by then turned `0x7f.1`, `2130706433` and full-width digits into plain numbers.
 * @throws KikuError `url-refused`
 */
export function checkUrl(text: string, policy: AddressPolicy, base?: URL): URL {
  const url = parseUrl(text, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refuse(url, 'Only http and https addresses can be read.', 'Give an address that starts with https://.')
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse(url, 'The address contains a user name or password.', 'Give the address without them.')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) checkAddress({ address: host, host, port: url.port }, policy)
  url.hash = ''
  return url
}

/** Refuses a resolved address that is not public, and other ports than 80 and 443 on those that are. */
export function checkAddress(
  target: { readonly address: string; readonly host: string; readonly port: string },
  policy: AddressPolicy,
): void {
  switch (policy.judge(target.address)) {
    case 'admitted':
      return
    case 'refused':
      throw new KikuError(
        'url-refused',
        `${target.host} leads to a private or reserved address, which is not fetched.`,
        {
          remedy: 'If it is a server of your own that Kiku may read, allow it with ingest.allowPrivateAddresses.',
          details: { host: target.host },
        },
      )
    case 'public':
      if (target.port === '' || target.port === '80' || target.port === '443') return
      throw new KikuError('url-refused', `Port ${target.port} of ${target.host} is not a web port.`, {
        remedy: 'Use an address without a port, or allow the server with ingest.allowPrivateAddresses.',
        details: { host: target.host },
      })
  }
}

/** How an address is shown to people: without its query, which may hold secrets, and never longer than a line. */
export function describeUrl(url: URL): string {
  const text = `${url.protocol}//${url.host}${url.pathname}`
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

function parseUrl(text: string, base: URL | undefined): URL {
  try {
    if (text.length <= LONGEST_URL) return new URL(text, base)
  } catch {
    // Said below.
  }
  throw new KikuError('url-refused', `"${text.slice(0, 80)}" is not a valid web address.`, {
    remedy: 'Check the address; it should look like https://example.com/page.',
  })
}

function refuse(url: URL, message: string, remedy: string): KikuError {
  return new KikuError('url-refused', message, { remedy, details: { host: url.host } })
}
