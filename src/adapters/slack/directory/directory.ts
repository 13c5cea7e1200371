/** What Slack says of people and channels, remembered for a while. */
export interface SlackDirectory {
  /** @returns undefined when Slack does not tell; nothing is assumed of such a person. */
  findUser(user: string, signal: AbortSignal): Promise<SlackUser | undefined>
  /** What is known already, without asking. */
  peekUser(user: string): SlackUser | undefined
  /** @returns undefined when Slack does not tell */
  findChannel(channel: string, signal: AbortSignal): Promise<SlackChannel | undefined>
  /** @returns undefined when they cannot be read, or are more than `mostMembers` */
  listMembers(channel: string, signal: AbortSignal): Promise<readonly string[] | undefined>
  /** Channels that a person and Kiku are both in. Empty when Slack does not tell. */
  listChannelsOf(user: string, signal: AbortSignal): Promise<readonly string[]>
  /** Channels that Kiku is in. */
  listOwnChannels(signal: AbortSignal): Promise<readonly SlackChannel[]>
  /** Forgets what an event has made untrue: someone joined or left, a channel was changed, a person was changed. */
  forgetChannel(channel: string): void
  forgetUser(user: string): void
}

export interface SlackUser {
  readonly id: string
  /** The person's own workspace. */
  readonly team: string
  readonly name: string
  readonly locale: 'en' | 'ja' | undefined
  /** Seconds east of UTC. */
  readonly utcOffset: number | undefined
  readonly isBot: boolean
  /** Single- and multi-channel guests, people of other organisations, deactivated people: no members of the workspace. */
  readonly isOutsider: boolean
}

export interface SlackChannel {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'direct' | 'group'
  /** Whether people outside this workspace can be in it: Slack Connect, also pending, and channels of a whole organisation. */
  readonly isShared: boolean
  /** Of a direct message: the person at the other end. */
  readonly user?: string
}
