const SCHEMES = new Set(['http:', 'https:', 'mailto:'])

/** An address that may be followed from an answer, as the browser would read it; undefined for all others. */
export function safeAddress(address: string): string | undefined {
  // Relative addresses would lead into this page, and names before an `@` pass for hosts.
  if (!/^(?:https?:\/\/|mailto:)/i.test(address) || !URL.canParse(address)) return undefined
  const { protocol, href, username, password } = new URL(address)
  return SCHEMES.has(protocol) && username === '' && password === '' ? href : undefined
}
