import { invalidSecret, isExposed, readSecretValue } from './read-secret.ts'
import { createSecret, type Secret } from './secret.ts'

/** What Kiku needs to be in Discord. Read from the environment and `.env` only, never from the configuration file. */
export interface DiscordSecrets {
  /** Of the application's bot. */
  readonly token?: Secret
}

const TOKEN = 'DISCORD_TOKEN'

export const DISCORD_VARIABLES = [TOKEN] as const

/** Finds tokens in a text. Their first part is the bot's id in Base64 (https://discord.com/developers/docs/reference#authentication). */
export const DISCORD_TOKEN = /\b[\w-]{20,40}\.[\w-]{4,10}\.[\w-]{20,}/g

/**
 * Reads the variable; a blank one counts as unset. No message repeats a value.
 * @throws KikuError `config-invalid` for a value that cannot be a bot's token
 */
export function readDiscordSecrets(environment: Readonly<Record<string, string | undefined>>): DiscordSecrets {
  refuseScheme(environment[TOKEN])
  const token = readSecretValue(TOKEN, environment)
  if (token === undefined) return {}
  if (!isToken(token)) {
    const { name, remedy = TAKE_TOKEN } = OTHERS.find(({ shape }) => shape.test(token)) ?? {
      name: 'no token of Discord',
    }
    throw invalidSecret(
      `${TOKEN} is ${name}, but must be the token of a bot.`,
      `${remedy}; docs/handbook/discord.md shows how.`,
    )
  }
  return { token: createSecret(token) }
}

/** What is odd about the configuration of Discord. */
export function describeDiscordGaps({ token, apiUrl }: DiscordSecrets & { readonly apiUrl: string }): string[] {
  if (token === undefined || !isExposed(apiUrl)) return []
  return ['discord.apiUrl begins with http://, so the token travels unencrypted. Use https://.']
}

// discord.js writes the word itself, and it holds a space, which would be explained as a mistake in copying.
function refuseScheme(value: string | undefined): void {
  const [, scheme] = /^\s*["'`]?(Bot|Bearer)\s/i.exec(value ?? '') ?? []
  if (scheme === undefined) return
  throw invalidSecret(
    `${TOKEN} begins with the word ${scheme}, which is no part of the token.`,
    `Remove the word and the space behind it from ${TOKEN}.`,
  )
}

/** Three parts, the first of which is the id of the bot. */
function isToken(value: string): boolean {
  const [id = '', time = '', check = '', ...rest] = value.split('.')
  const isWhole = rest.length === 0 && /^[\w-]+$/.test(time) && /^[\w-]+$/.test(check)
  return isWhole && /^\d{17,20}$/.test(Buffer.from(id, 'base64url').toString('latin1'))
}

const TAKE_TOKEN = 'Press "Reset Token" under "Bot" of your application and copy what it shows'

interface OtherValue {
  readonly shape: RegExp
  /** What such a value is. */
  readonly name: string
  /** What to do with it, where it is something else than to take the token. */
  readonly remedy?: string
}

/** What else stands on the pages of an application, and is taken for the token. */
const OTHERS: readonly OtherValue[] = [
  { shape: /^\d{17,20}$/, name: 'the id of an application, a bot or a server' },
  { shape: /^[0-9a-f]{64}$/i, name: "the application's public key" },
  { shape: /^[\w-]{32}$/, name: "the application's client secret" },
  { shape: /^mfa\./, name: "a person's token, which Discord forbids programs to use" },
  { shape: /\/webhooks\//, name: 'the address of a webhook' },
  { shape: /^https?:/, name: 'an address' },
  {
    shape: /^[\w-]+\.[\w-]+\.[\w-]*$/,
    name: 'not whole',
    remedy: `${TAKE_TOKEN}, from its first to its last character`,
  },
]
