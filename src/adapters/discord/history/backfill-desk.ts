/** Reads what was written in a channel before. */
export interface BackfillDesk {
  /** Begins to read, or goes on where it stopped. Resolves as soon as that is noted. @param days back from now, 1 to 365 */
  start(channel: ChannelAddress, days: number): Promise<void>
  state(channel: ChannelAddress): Promise<BackfillState>
  /** Ends the reading. When it resolves, nothing more of the channel is taken in. */
  cancel(channel: ChannelAddress): Promise<void>
}

export interface ChannelAddress {
  readonly guild: string
  readonly channel: string
}

export type BackfillState =
  | { readonly kind: 'none' }
  /** `messages`: taken in so far. */
  | { readonly kind: 'running'; readonly messages: number }
  | { readonly kind: 'done'; readonly messages: number; readonly at: number }
  /** It goes on when Kiku is started again. */
  | { readonly kind: 'failed'; readonly messages: number }
