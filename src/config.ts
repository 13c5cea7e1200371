import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import type { Config } from './config/config.ts'
import { type ConfigFlags, loadConfig } from './config/load-config.ts'
import type { Environment } from './config/read-variables.ts'

export type { Config } from './config/config.ts'
export type { ConfigFlags } from './config/load-config.ts'
export { DEFAULT_OLLAMA_HOST } from './config/schema.ts'

/** The environment of this process. Read here and nowhere else. */
export function processEnvironment(): Environment {
  return process.env
}

/** Variables by which LangChain would send questions and results of tools to a service elsewhere. */
const TRACING = ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2']

/** Nothing of what people ask leaves this machine because a variable is set for another program. */
export function switchTracingOff(): void {
  for (const name of TRACING) delete process.env[name]
}

/** The configuration in force: flags, environment, file, defaults, in this order. @throws KikuError `config-invalid` */
export function readConfig(flags: ConfigFlags, environment: Environment, cwd: string): Config {
  return loadConfig({ flags, environment, cwd, home: homedir(), readFile })
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined
    }
    throw error
  }
}
