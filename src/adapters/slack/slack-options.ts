import type { Clock } from '../../ports/clock.ts'
import type { Telemetry } from '../../ports/telemetry.ts'

export interface SlackSurfaceOptions {
  /** `xoxb-…`. Never logged. */
  readonly botToken: string
  /** How deliveries come: over a socket that Kiku opens (`xapp-…`), or as signed requests to a port of this machine. */
  readonly transport:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string; readonly host: string; readonly port: number }
  /** Base address of the Web API, with a slash at the end. */
  readonly apiUrl: string
  /** Language of Kiku's words where a person's own is not known. */
  readonly language: 'en' | 'ja'
  /** What a channel begins with until its members change it with `/kiku settings`. */
  readonly channelDefaults: ChannelSettings
  /** Largest attached file that is read. */
  readonly maxFileBytes: number
  readonly clock: Clock
  readonly telemetry: Telemetry
}

/** The switches of one channel. */
export interface ChannelSettings {
  /** Whether Kiku answers in threads that it takes part in without being named again. */
  readonly followUps: boolean
  /** Whether messages of the channel are remembered as they come, under the channel's own label. */
  readonly remember: boolean
}
