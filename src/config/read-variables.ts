import type { z } from 'zod'
import { KikuError } from '../domain/errors.ts'
import { DISCORD_VARIABLES } from './discord-secrets.ts'
import { listConfigKeys } from './list-keys.ts'
import { mergeSettings, type Settings, settingsWith } from './settings-tree.ts'
import { SLACK_VARIABLES } from './slack-secrets.ts'
import { suggest } from './suggest.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Of the provider at which people sign in to the page. */
export const OIDC_CLIENT_SECRET = 'KIKU_OIDC_CLIENT_SECRET'

/** Variables that are read elsewhere than through a key of the file. */
const OTHER_VARIABLES = [
  'KIKU_CONFIG',
  'KIKU_EMBEDDER_API_KEY',
  OIDC_CLIENT_SECRET,
  ...SLACK_VARIABLES,
  ...DISCORD_VARIABLES,
]

export interface VariableReading {
  /** The settings found, shaped like a configuration file. */
  readonly settings: Settings
  /** Variables that begin with KIKU_ and mean nothing. Warnings, since others may own them. */
  readonly warnings: readonly string[]
}

/**
 * Reads `KIKU_*` and `OLLAMA_HOST`. An empty variable counts as unset, as in compose files.
 * @throws KikuError `config-invalid` when a number or a truth value cannot be read.
 */
export function readVariables(environment: Environment): VariableReading {
  const keys = listConfigKeys()
  let settings: Settings = {}
  const ollamaHost = environment.OLLAMA_HOST?.trim()
  if (ollamaHost) settings = settingsWith(['model', 'hosts'], [normalizeOllamaHost(ollamaHost)])
  for (const key of keys) {
    const value = environment[key.variable]?.trim()
    if (!value) continue
    settings = mergeSettings(settings, settingsWith(key.path, parseVariable(key.variable, value, key.schema)))
  }
  return { settings, warnings: unknownVariables(environment, [...keys.map((key) => key.variable), ...OTHER_VARIABLES]) }
}

// OLLAMA_HOST is what the server listens on: often without scheme, and 0.0.0.0 is not an address to call.
function normalizeOllamaHost(host: string): string {
  const withScheme = /^https?:\/\//.test(host) ? host : `http://${host}`
  const scheme = withScheme.startsWith('https:') ? 'https' : 'http'
  const [authority = '', ...path] = withScheme.slice(`${scheme}://`.length).split('/')
  const name = authority.replace(/^(0\.0\.0\.0|\[::\]|(?=:))/, '127.0.0.1')
  const port = /:\d+$/.test(name) ? '' : scheme === 'https' ? ':443' : ':11434'
  return `${scheme}://${name}${port}/${path.join('/')}`.replace(/\/+$/, '')
}

function parseVariable(variable: string, value: string, schema: z.ZodType): unknown {
  if (schema.safeParse(value).success) return value
  if (/^[[{]/.test(value)) return parseJson(variable, value)
  if (schema.safeParse([value]).success || value.includes(',')) return value.split(',').map((part) => part.trim())
  if (schema.safeParse(true).success) return parseTruth(variable, value)
  const number = Number(value)
  return Number.isFinite(number) ? number : value
}

function parseJson(variable: string, value: string): unknown {
  try {
    return JSON.parse(value)
  } catch (cause) {
    throw new KikuError('config-invalid', `${variable} begins like JSON but is none.`, {
      remedy: 'Correct it, or write the setting into the configuration file.',
      cause,
    })
  }
}

function parseTruth(variable: string, value: string): boolean {
  if (/^(1|true|yes|on)$/i.test(value)) return true
  if (/^(0|false|no|off)$/i.test(value)) return false
  throw new KikuError('config-invalid', `${variable} is ${JSON.stringify(value)}, but must be true or false.`, {
    remedy: 'Change or unset the variable.',
  })
}

function unknownVariables(environment: Environment, known: readonly string[]): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('KIKU_') && !known.includes(name))
    .map((name) => {
      // A beginning too many is the likeliest mistake: tokens are named as the platforms name them.
      const near = known.find((other) => name === `KIKU_${other}`) ?? suggest(name, known)
      return `${name} is not a setting of Kiku and was ignored.${near === undefined ? '' : ` Did you mean ${near}?`}`
    })
}
