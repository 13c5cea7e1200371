/** The cookie of a session; its full name is that of its jar. */
export const SESSION_COOKIE = 'kiku'

/** A cookie of ours: its name and how it is set depend on where Kiku is reached. */
export interface CookieJar {
  /** Of the cookie, as browsers know it. */
  readonly name: string
  /** @returns undefined where the browser sent none, or two of the name */
  read(header: string | undefined): string | undefined
  /** A `Set-Cookie` header. */
  write(value: string, seconds: number): string
  clear(): string
}

export interface CookieOptions {
  /** Letters and `-`. */
  readonly name: string
  /** Under which browsers reach Kiku. */
  readonly url: string
}

/**
 * Browsers send cookies of one name to every port of a machine, so the port is part of it; over https the prefix keeps
 * neighbours of the domain from setting ours (https://www.rfc-editor.org/rfc/rfc6265#section-8.6). Lax, since people come in
 * by links in chats, and back from where they signed in: requests that change something are checked apart from it.
 */
export function createCookieJar({ name, url }: CookieOptions): CookieJar {
  const { protocol, port } = new URL(url)
  const isSecure = protocol === 'https:'
  const full = isSecure ? `__Host-${name}` : `${name}${port === '' ? '' : `-${port}`}`
  const flags = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  return {
    name: full,
    read(header) {
      const values = (header ?? '').split(';').flatMap((part) => {
        const [given, value] = part.trim().split('=', 2)
        return given === full && value !== undefined ? [value] : []
      })
      const [value] = values
      return values.length === 1 && value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined
    },
    write: (value, seconds) => `${full}=${value}; Max-Age=${Math.floor(seconds)}; ${flags}`,
    clear: () => `${full}=; Max-Age=0; ${flags}`,
  }
}
