import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { DISCORD_VARIABLES } from './discord-secrets.ts'
import type { FileAccess } from './locate-config.ts'
import type { Environment } from './read-variables.ts'
import { SLACK_VARIABLES } from './slack-secrets.ts'

const OTHERS: readonly string[] = ['OLLAMA_HOST', ...SLACK_VARIABLES, ...DISCORD_VARIABLES]

/**
 * The environment with the settings of `.env` in the current folder below it: what is set outside wins. Only Kiku's
 * own variables are taken, since the file may serve other programs too.
 */
export function withEnvFile(environment: Environment, { cwd, readFile }: FileAccess): Environment {
  const text = readFile(join(cwd, '.env'))
  if (text === undefined) return environment
  const own = Object.entries(parseEnv(text)).filter(([name]) => name.startsWith('KIKU_') || OTHERS.includes(name))
  return { ...Object.fromEntries(own), ...environment }
}
