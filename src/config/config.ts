import type { DiscordSecrets } from './discord-secrets.ts'
import type { ConfigFile } from './schema.ts'
import type { Secret } from './secret.ts'
import type { SlackSecrets } from './slack-secrets.ts'
import type { ToolSecrets } from './tool-secrets.ts'

/** The configuration in force: validated, completed, paths absolute. */
export interface Config
  extends Omit<ConfigFile, 'data' | 'language' | 'embedder' | 'slack' | 'discord' | 'web' | 'log'> {
  /** Absolute path of the data folder. */
  readonly data: string
  /** Language of Kiku's own words. */
  readonly language: 'en' | 'ja'
  readonly color: 'never' | 'always' | 'auto'
  readonly embedder: Omit<ConfigFile['embedder'], 'apiKeyFile'> & { readonly apiKey?: Secret }
  /** Slack is on where there is a bot token with an app token or a signing secret; `apiUrl` ends in a slash. */
  readonly slack: ConfigFile['slack'] & SlackSecrets
  /** Discord is on where there is a token; `apiUrl` has no slash at its end and no version, `cdnUrl` ends in a slash. */
  readonly discord: ConfigFile['discord'] & DiscordSecrets
  /** `oidcClientSecret` of the provider at which people sign in. With language `auto` each browser is answered in its own. */
  readonly web: ConfigFile['web'] & Pick<ConfigFile, 'language'> & { readonly oidcClientSecret?: Secret }
  readonly log: Omit<ConfigFile['log'], 'file'> & {
    /** Absolute path, or null for standard error. */
    readonly file: string | null
  }
  /** The configuration file in force, if any. */
  readonly file: string | null
  /** Variables of the environment that settings of tools name, such as `${GITHUB_TOKEN}` in a header. */
  readonly toolSecrets: ToolSecrets
  /** Oddities worth a line on standard error. */
  readonly warnings: readonly string[]
}
