import { createAuthorizedFetch } from '../adapters/mcp/oauth/authorized-fetch.ts'
import type { ClientSettings } from '../adapters/mcp/oauth/sign-in.ts'
import { createSignInFile, type SignInFile } from '../adapters/mcp/oauth/sign-in-file.ts'
import type { McpAddress } from '../adapters/mcp/open-session.ts'
import { fillIn } from '../config/tool-secrets.ts'
import type { Config } from '../config.ts'

type ServerConfig = Config['mcpServers'][string]

/** How to sign in at a server. */
export interface SignInSetting {
  readonly url: string
  readonly settings: ClientSettings
  readonly file: SignInFile
}

/** @returns also the variables that the settings name and nobody has set */
export function addressOf(
  { toolSecrets, data }: Config,
  server: string,
  about: ServerConfig,
): { readonly address: McpAddress; readonly unset: readonly string[] } {
  if (!('url' in about)) {
    const { command, args, cwd } = about
    const { values: environment, missing } = fillIn(about.env, toolSecrets)
    const where = cwd === undefined ? {} : { cwd }
    return { address: { kind: 'stdio', command, args, environment, ...where }, unset: missing }
  }
  const { url } = about
  const { values: headers, missing } = fillIn(about.headers, toolSecrets)
  const found = signInSetting({ toolSecrets, data }, server, about)
  if (found === undefined) return { address: { kind: 'http', url, headers }, unset: missing }
  const fetch = createAuthorizedFetch({ ...found.setting, server, now: Date.now, fetch: globalThis.fetch })
  return { address: { kind: 'http', url, headers, fetch }, unset: [...missing, ...found.unset] }
}

/** @returns undefined for a server at which nobody signs in: a program, or one with a header for that */
export function signInSetting(
  { toolSecrets, data }: Pick<Config, 'toolSecrets' | 'data'>,
  server: string,
  about: ServerConfig,
): { readonly setting: SignInSetting; readonly unset: readonly string[] } | undefined {
  if (!('url' in about)) return undefined
  const { url, headers, oauth } = about
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) return undefined
  const { grant = 'authorization-code', issuer, scope, redirectPort, clientId, clientSecret } = oauth ?? {}
  const { values, missing } = fillIn(
    { ...(clientId === undefined ? {} : { clientId }), ...(clientSecret === undefined ? {} : { clientSecret }) },
    toolSecrets,
  )
  const settings: ClientSettings = {
    ...{ grant, ...values },
    ...(issuer === undefined ? {} : { issuer }),
    ...(scope === undefined ? {} : { scope }),
    ...(redirectPort === undefined ? {} : { redirectPort }),
  }
  const client = settings.clientId === undefined ? {} : { clientId: settings.clientId }
  return { setting: { url, settings, file: createSignInFile({ data, server, url, ...client }) }, unset: missing }
}
