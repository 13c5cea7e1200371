/** Paths of signing in. */
export const SIGN_IN = '/auth/sign-in'
export const BY_TOKEN = '/auth/token'
export const BY_OIDC = '/auth/oidc'
export const CALLBACK = '/auth/callback'
export const SIGN_OUT = '/auth/sign-out'
export const STYLE = '/auth/style.css'

const MOST_CHARACTERS = 2_000

/** Where somebody signs in who wanted to go somewhere. */
export function signInAddress(to: string): string {
  const path = ownPath(to)
  return path === '/' ? SIGN_IN : `${SIGN_IN}?to=${encodeURIComponent(path)}`
}

/** A path of ours, whatever was given: nobody is led elsewhere by it. */
export function ownPath(given: string | null | undefined): string {
  const base = 'http://kiku.invalid'
  if (!given?.startsWith('/') || given.length > MOST_CHARACTERS || !URL.canParse(given, base)) return '/'
  const { origin, pathname, search, hash } = new URL(given, base)
  if (origin !== base || pathname.startsWith('//') || pathname.startsWith('/auth/')) return '/'
  return `${pathname}${search}${hash}`
}
