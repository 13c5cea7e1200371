import type { TelemetryFields } from '../../ports/telemetry.ts'

const SECRET_NAME = /(?:^|[a-z_-])(?:token|secret|password|passphrase|api_?key|authorization|cookie|credentials?)$/i
const CONTENT_NAME = /^(?:text|question|answer|query|content|prompt|quote|title|snippet|messageText|body)$/
const LOGIN_IN_ADDRESS = /(\w+:\/\/)[^\s/@]+@/g
const LONGEST = 2_000

export interface Redaction {
  readonly secrets: readonly string[]
  /** Whether fields that hold what people wrote may be logged. */
  readonly showContent: boolean
}

/** Fields as they may be logged: secrets hidden by name and by value, content reduced to its length, texts bounded. */
export function redactFields(fields: TelemetryFields, redaction: Redaction): TelemetryFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? redact(name, value, redaction) : value,
    ]),
  )
}

function redact(name: string, value: string, { secrets, showContent }: Redaction): string {
  if (SECRET_NAME.test(name)) return '[secret]'
  if (!showContent && CONTENT_NAME.test(name)) return `[${value.length} characters]`
  const hidden = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), value)
    .replace(LOGIN_IN_ADDRESS, '$1[secret]@')
  return hidden.length > LONGEST ? `${hidden.slice(0, LONGEST)}…` : hidden
}
