import type { Config } from '../../config.ts'

/** What signing in at MCP servers needs built. */
export interface McpSignInDependencies {
  /**
   * Has a person sign in at an MCP server within five minutes, and keeps that.
   * @throws KikuError `misuse` for a server at which nobody signs in, `config-invalid`, `tool-failed`, `url-refused`,
   * `deadline-exceeded`; the reason of the signal
   */
  signInToMcp(config: Config, options: McpSignInOptions): Promise<void>
  /** @returns whether there was a sign-in. @throws KikuError `misuse` for a server at which nobody signs in */
  signOutOfMcp(config: Config, server: string): Promise<boolean>
}

export interface McpSignInOptions {
  /** Name in the configuration. */
  readonly server: string
  /** Shows the address to open. */
  readonly announce: (address: string) => void
  /** What the browser says in the end. */
  readonly words: { readonly done: string; readonly refused: string; readonly unknown: string }
  readonly signal: AbortSignal
}
