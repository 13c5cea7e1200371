import type { ConfigFile } from './schema.ts'
import { createSecret, type Secret } from './secret.ts'

/** Variables of the environment that settings of tools name, by their names. What is not named is not read. */
export type ToolSecrets = ReadonlyMap<string, Secret>

/** `${GITHUB_TOKEN}` in the values of a server. */
const NAMED = /\$\{([A-Za-z_]\w{0,99})\}/g

/** @returns those that are set */
export function readToolSecrets(
  { mcpServers, tools, telemetry }: Pick<ConfigFile, 'mcpServers' | 'tools' | 'telemetry'>,
  environment: Readonly<Record<string, string | undefined>>,
): ToolSecrets {
  const inServers = [...JSON.stringify([mcpServers, telemetry.otlpHeaders]).matchAll(NAMED)].map(
    ([, name = '']) => name,
  )
  const names = new Set([...inServers, ...tools.requests.flatMap(secretsOf)])
  return new Map(
    [...names].flatMap((name) => {
      const value = environment[name]?.trim()
      return value ? [[name, createSecret(value)] as const] : []
    }),
  )
}

/** Values with what they name filled in. @returns also the names that are not set */
export function fillIn(
  values: Readonly<Record<string, string>>,
  secrets: ToolSecrets,
): { readonly values: Readonly<Record<string, string>>; readonly missing: readonly string[] } {
  const missing: string[] = []
  const fill = (text: string) =>
    text.replace(NAMED, (_, name: string) => {
      const secret = secrets.get(name)
      if (secret === undefined) missing.push(name)
      return secret?.reveal() ?? ''
    })
  const filled = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, fill(text)]))
  return { values: filled, missing }
}

/** A saved request names the secrets of its headers (`secretHeaders.*.secret`). */
function secretsOf(request: unknown): readonly string[] {
  if (typeof request !== 'object' || request === null || !('secretHeaders' in request)) return []
  const { secretHeaders } = request
  if (typeof secretHeaders !== 'object' || secretHeaders === null) return []
  return Object.values(secretHeaders).flatMap((header: unknown) =>
    typeof header === 'object' && header !== null && 'secret' in header ? [String(header.secret)] : [],
  )
}
