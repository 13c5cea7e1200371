import { signInAsProgram } from '../adapters/mcp/oauth/renew-sign-in.ts'
import { signInByBrowser } from '../adapters/mcp/oauth/sign-in-by-browser.ts'
import type { McpSignInOptions } from '../cli/commands/mcp-login-dependencies.ts'
import type { Config } from '../config.ts'
import { KikuError } from '../domain/errors.ts'
import { type SignInSetting, signInSetting } from './mcp-addresses.ts'

/**
 * Has a person sign in at an MCP server, and keeps that.
 * @throws KikuError `misuse` for a server at which nobody signs in, `config-invalid`, `tool-failed`, `url-refused`,
 * `deadline-exceeded`; the reason of the signal
 */
export async function signInToMcp(config: Config, options: McpSignInOptions): Promise<void> {
  const { setting, unset } = findSetting(config, options.server)
  if (unset.length > 0) {
    const remedy = `Set ${unset.join(', ')} in the environment or in .env.`
    throw new KikuError('config-invalid', `The settings name ${unset.join(', ')}, which is not set.`, { remedy })
  }
  await setting.file.save(await signIn(setting, options))
}

/** @returns whether there was a sign-in. @throws KikuError `misuse` for a server at which nobody signs in */
export function signOutOfMcp(config: Config, server: string): Promise<boolean> {
  return findSetting(config, server).setting.file.forget()
}

function signIn({ url, settings }: SignInSetting, { announce, words, signal }: McpSignInOptions) {
  const how = { url, settings, now: Date.now, fetch: globalThis.fetch }
  if (settings.grant === 'client-credentials') return signInAsProgram(how, signal)
  return signInByBrowser({ ...how, announce, words }, signal)
}

function findSetting(config: Config, server: string) {
  const about = config.mcpServers[server]
  const found = about === undefined ? undefined : signInSetting(config, server, about)
  if (found !== undefined) return found
  const shown = JSON.stringify(server.slice(0, 60))
  if (about === undefined) {
    const names = Object.keys(config.mcpServers)
    const remedy = `It has ${names.length === 0 ? 'none' : names.join(', ')}.`
    throw new KikuError('misuse', `mcpServers of the configuration has no ${shown}.`, { remedy })
  }
  const message = 'url' in about ? 'is signed in to by its Authorization header' : 'is a program on this machine'
  throw new KikuError('misuse', `The server ${shown} ${message}, so nobody signs in.`)
}
