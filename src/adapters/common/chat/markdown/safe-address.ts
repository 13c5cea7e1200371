const ALLOWED = /^(?:https?:\/\/[^/]|mailto:[^/])/i
const ANY_SCHEME = /^[\s\p{C}]*(?:[a-z][a-z\d+.-]*|javascript|data)[\s\p{C}]*(?::|&colon;|&#)/iu
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{C}]/gu
/** Characters that end an address in one of the notations that it passes through. */
const DELIMITERS = /[\s<>()|"`{}^\\*~]/g

/**
 * An address that may be linked: http, https or mailto, without a user name that poses as a host, spelled so that
 * neither Markdown nor Slack's own notation ends it early. Undefined for every other.
 * @param most UTF-16 units
 */
export function safeAddress(written: string, most: number): string | undefined {
  const address = written
    .trim()
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(UNSEEN, '')
  if (!ALLOWED.test(address) || address.length > most || !URL.canParse(address)) return undefined
  const { username, password } = new URL(address)
  if (username !== '' || password !== '') return undefined
  return address.replace(DELIMITERS, encodeCharacter)
}

/** Whether a destination names a scheme of its own, so that it is no path worth showing. */
export function hasScheme(destination: string): boolean {
  return ANY_SCHEME.test(destination) || destination.startsWith('//')
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
