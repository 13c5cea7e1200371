import type { App } from '@slack/bolt'

/** How deliveries come. Works for one start. */
export interface Transport {
  /** @param app to which deliveries are handed */
  serve(app: App): void
  /**
   * Resolves when deliveries can come. @param signal gives the start up; it means nothing later
   * @throws KikuError `surface-refused` for a token that Slack does not take, `config-invalid` for an address that cannot
   * be listened on; the reason of the signal
   */
  start(signal: AbortSignal): Promise<void>
  /** Leaves no socket and no timer behind. */
  stop(): Promise<void>
  state(): ConnectionState
  /** Where requests are taken; undefined for a socket, and while nothing listens. */
  address(): { readonly host: string; readonly port: number } | undefined
}

/** `refused`: Slack turned the token away; Kiku goes on asking, rarely, until somebody mends it. */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'refused' | 'stopped'
