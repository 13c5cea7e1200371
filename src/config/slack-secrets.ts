import type { KikuError } from '../domain/errors.ts'
import { invalidSecret, isExposed, readSecretValue } from './read-secret.ts'
import { createSecret, type Secret } from './secret.ts'

/** What Kiku needs to be in Slack. Read from the environment and `.env` only, never from the configuration file. */
export interface SlackSecrets {
  /** `xoxb-…`: speaks and reads as the app's bot. */
  readonly botToken?: Secret
  /** `xapp-…`: opens the socket through which Slack delivers. */
  readonly appToken?: Secret
  /** Checks that a request to Kiku's port comes from Slack. */
  readonly signingSecret?: Secret
}

const BOT = 'SLACK_BOT_TOKEN'
const APP = 'SLACK_APP_TOKEN'
const SIGNING = 'SLACK_SIGNING_SECRET'

export const SLACK_VARIABLES = [BOT, APP, SIGNING] as const

/**
 * Reads the three variables; a blank one counts as unset. No message repeats a value.
 * @throws KikuError `config-invalid` for a value that cannot be what its variable is for
 */
export function readSlackSecrets(environment: Readonly<Record<string, string | undefined>>): SlackSecrets {
  const botToken = read(BOT, environment, 'xoxb-')
  const appToken = read(APP, environment, 'xapp-')
  const signingSecret = read(SIGNING, environment, undefined)
  return {
    ...(botToken === undefined ? {} : { botToken }),
    ...(appToken === undefined ? {} : { appToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
  }
}

/** What is missing when some of Slack is configured, but not enough to turn it on. */
export function describeSlackGaps({ botToken, appToken, signingSecret, apiUrl }: SlackSecrets & Api): string[] {
  if (botToken === undefined) {
    const given = appToken !== undefined ? APP : signingSecret !== undefined ? SIGNING : undefined
    return given === undefined ? [] : [`Slack stays off: ${given} is set, but ${BOT} is not. Set ${BOT} too.`]
  }
  if (appToken === undefined && signingSecret === undefined) {
    return [`Slack stays off: ${BOT} is set, but neither ${APP} nor ${SIGNING} is. Set ${APP} too.`]
  }
  return isExposed(apiUrl) ? ['slack.apiUrl begins with http://, so the tokens travel unencrypted. Use https://.'] : []
}

interface Api {
  readonly apiUrl: string
}

function read(
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
  prefix: string | undefined,
): Secret | undefined {
  const value = readSecretValue(variable, environment)
  if (value === undefined) return undefined
  const found = kindOf(value)
  if (prefix === undefined ? found !== undefined : !value.startsWith(prefix)) {
    throw wrongKind(variable, found, prefix)
  }
  return createSecret(value)
}

interface TokenKind {
  readonly prefix: RegExp
  readonly name: string
  /** What to do with such a token. */
  readonly remedy: string
}

const BOT_PLACE = `Move it to ${BOT}`
const NO_PLACE = `Take the bot token (xoxb-…) from "OAuth & Permissions" of your Slack app`

// https://docs.slack.dev/authentication/tokens
const KINDS: readonly TokenKind[] = [
  { prefix: /^xoxb-/, name: 'a bot token', remedy: BOT_PLACE },
  { prefix: /^xapp-/, name: 'an app-level token', remedy: `Move it to ${APP}` },
  { prefix: /^xoxp-/, name: "a person's token, which Kiku refuses", remedy: NO_PLACE },
  {
    prefix: /^xoxe[.-]/,
    name: 'a token that expires within hours',
    remedy: 'Create the app from slack.manifest.yaml, with token rotation off, and take its bot token',
  },
  { prefix: /^xox[a-z]-/, name: 'a token of another kind', remedy: NO_PLACE },
]

const kindOf = (value: string): TokenKind | undefined => KINDS.find(({ prefix }) => prefix.test(value))

function wrongKind(variable: string, found: TokenKind | undefined, prefix: string | undefined): KikuError {
  const wanted = prefix === undefined ? 'the signing secret' : `a token that begins with ${prefix}`
  const remedy = found?.remedy ?? `Copy ${wanted} from the settings of your Slack app`
  const source = prefix === undefined ? ` and take the signing secret from "Basic Information"` : ''
  return invalidSecret(
    `${variable} is ${found?.name ?? 'no token of Slack'}, but must be ${wanted}.`,
    `${remedy}${found === undefined ? '' : source}; docs/handbook/slack.md shows how.`,
  )
}
