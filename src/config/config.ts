import type { ConfigFile } from './schema.ts'
import type { Secret } from './secret.ts'

/** The configuration in force: validated, completed, paths absolute. */
export interface Config extends Omit<ConfigFile, 'data' | 'language' | 'embedder' | 'log'> {
  /** Absolute path of the data folder. */
  readonly data: string
  /** Language of Kiku's own words. */
  readonly language: 'en' | 'ja'
  readonly color: 'never' | 'always' | 'auto'
  readonly embedder: Omit<ConfigFile['embedder'], 'apiKeyFile'> & { readonly apiKey?: Secret }
  readonly log: Omit<ConfigFile['log'], 'file'> & {
    /** Absolute path, or null for standard error. */
    readonly file: string | null
  }
  /** The configuration file in force, if any. */
  readonly file: string | null
  /** Oddities worth a line on standard error. */
  readonly warnings: readonly string[]
}
