import { KikuError } from '../../../domain/errors.ts'

/**
 * An address that may be asked for a file: one below the address of Discord's files, and encrypted, unless those are kept
 * on this machine.
 * @throws KikuError `url-refused`
 */
export function checkFileUrl(address: string, cdnUrl: string): URL {
  if (!URL.canParse(address)) throw refused()
  const url = new URL(address)
  const base = new URL(cdnUrl)
  if (url.username !== '' || url.password !== '') throw refused()
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) throw refused()
  if (url.protocol !== 'https:' && !isLoopback(url)) throw refused()
  return url
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (/^127(\.\d{1,3}){3}$/.test(hostname) || ['localhost', '[::1]'].includes(hostname))
}

function refused(): KikuError {
  return new KikuError('url-refused', 'The file is not kept in Discord, so Kiku does not read it.', {
    remedy: 'Upload the file to Discord itself.',
  })
}
