import { isAudienceLabel } from '../../../domain/audience.ts'
import { KikuError } from '../../../domain/errors.ts'
import { isLoopback } from '../../common/http/check-origin.ts'
import { type AccessOptions, needsSignIn } from './access-options.ts'

/**
 * Whether Kiku may be reached in this way at all. Nobody but this machine comes in without showing who they are.
 * @param host on which it is to listen
 * @throws KikuError `config-invalid`
 */
export function checkAccess(options: AccessOptions, host: string): void {
  const { publicUrl, allowedHosts, oidc } = options
  if (!needsSignIn(options)) {
    if (!isLoopback(host)) throw tooOpen(`listens on ${host}`)
    const name = [...allowedHosts, ...(publicUrl === undefined ? [] : [hostOf(publicUrl)])].find(
      (one) => !isLoopback(one),
    )
    if (name !== undefined) throw tooOpen(`is to be reached as ${name}`)
  }
  if (oidc !== undefined && publicUrl === undefined && !isLoopback(host)) throw addressNeeded()
  const labels = [...options.audience, ...(oidc?.audience ?? []), ...Object.values(oidc?.groups ?? {}).flat()]
  const label = labels.find((one: string): boolean => !isAudienceLabel(one))
  if (label !== undefined) throw badLabel(label)
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url
}

function tooOpen(how: string): KikuError {
  return new KikuError('config-invalid', `Kiku’s page ${how}, but has no sign-in, so anybody there could use it.`, {
    remedy:
      'Add a token (`openssl rand -hex 32`, its SHA-256 in web.tokens) or set up web.oidc; or let web.host be 127.0.0.1.',
  })
}

function addressNeeded(): KikuError {
  return new KikuError('config-invalid', 'Sign-in by OIDC needs the address under which people reach Kiku.', {
    remedy: 'Set web.publicUrl, such as https://kiku.example.com.',
  })
}

function badLabel(label: string): KikuError {
  const shown = JSON.stringify(label.slice(0, 80))
  return new KikuError('config-invalid', `The page is to show what is for ${shown}, which is no audience.`, {
    remedy: 'Use labels such as public or group:finance.',
  })
}
