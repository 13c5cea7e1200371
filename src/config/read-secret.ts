import { KikuError } from '../domain/errors.ts'

/**
 * The value of a variable that holds a secret, without the space around it; a blank one counts as unset. No message
 * repeats a value.
 * @throws KikuError `config-invalid` for quotation marks, and for space inside
 */
export function readSecretValue(
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const value = environment[variable]?.trim()
  if (!value) return undefined
  if (/^(["'`]).*\1$/.test(value)) {
    throw invalidSecret(
      `${variable} has quotation marks around its value.`,
      `Remove the quotation marks from ${variable}.`,
    )
  }
  if (/\s/.test(value)) {
    throw invalidSecret(
      `${variable} holds a space or a line break.`,
      `Copy the value of ${variable} again, on one line.`,
    )
  }
  return value
}

/** @param message without the value. @param remedy one imperative sentence */
export function invalidSecret(message: string, remedy: string): KikuError {
  return new KikuError('config-invalid', message, { remedy })
}

/** Whether what is sent to an address can be read on the way. Addresses of this machine are for tests and local proxies. */
export function isExposed(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && !/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname)
}
