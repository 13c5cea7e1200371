import type { Clock } from '../../../ports/clock.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { createLookup, type Lookup } from '../../common/lookup/create-lookup.ts'
import type { SlackApi, SlackIdentity } from '../api/slack-api.ts'
import { createPatience } from './create-patience.ts'
import type { SlackChannel, SlackDirectory, SlackUser } from './directory.ts'
import { createChannelLoader } from './load-channels.ts'
import { createUserLoader } from './load-users.ts'

const MINUTE = 60_000

export interface DirectoryOptions {
  readonly api: SlackApi
  readonly identity: SlackIdentity
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** A channel with more people than this counts as one whose members are not known. Default 1,000. */
  readonly mostMembers?: number
  /** The longest that one question waits, in milliseconds. Default 2,000. */
  readonly timeoutMs?: number
}

/**
 * Asks Slack who people are and who is in which channel, and remembers it until an event or time makes it untrue. A
 * question that Slack does not answer is not repeated for a while.
 */
export function createDirectory(options: DirectoryOptions): SlackDirectory {
  const { api, identity, clock, telemetry, mostMembers = 1_000, timeoutMs = 2_000 } = options
  const patience = createPatience({ clock, telemetry })
  const common = { clock, timeoutMs, failureTtlMs: patience.failureTtlMs }
  const channels = createChannelLoader({ api, identity, timeoutMs, mostMembers })

  const lookupUser: Lookup<SlackUser> = createLookup({
    ...common,
    what: 'lookup of a person in Slack',
    load: patience.guard('users.info', (user, signal) => users.loadUser(user, signal)),
    ttlMs: 10 * MINUTE,
    mostEntries: 20_000,
  })
  const users = createUserLoader({
    api,
    identity,
    telemetry,
    timeoutMs,
    onSeen: (user, asOf) => lookupUser.put(user.id, user, asOf),
    revision: lookupUser.revision,
    isForgottenSince: lookupUser.isForgottenSince,
  })
  const lookupChannel = createLookup<SlackChannel>({
    ...common,
    what: 'lookup of a channel in Slack',
    load: patience.guard('conversations.info', channels.loadChannel),
    ttlMs: 5 * MINUTE,
    mostEntries: 5_000,
  })
  const lookupMembers = createLookup<readonly string[]>({
    ...common,
    what: 'list of the members of a channel',
    load: patience.guard('conversations.members', channels.loadMembers),
    ttlMs: 2 * MINUTE,
    mostEntries: 500,
  })
  const lookupOwn = createLookup<readonly SlackChannel[]>({
    ...common,
    what: 'list of the channels that Kiku is in',
    load: patience.guard('users.conversations', (_key, signal) => channels.loadOwnChannels(signal)),
    ttlMs: 2 * MINUTE,
    mostEntries: 1,
  })
  const lookupChannelsOf = createLookup<readonly string[]>({
    ...common,
    what: 'list of the channels that a person is in',
    load: patience.guard('users.conversations', channels.loadChannelsOf),
    ttlMs: 2 * MINUTE,
    mostEntries: 2_000,
  })

  async function listOwnChannels(signal: AbortSignal): Promise<readonly SlackChannel[]> {
    return (await lookupOwn.get(identity.user, signal)) ?? []
  }

  return {
    findUser: lookupUser.get,
    peekUser: lookupUser.peek,
    findChannel: lookupChannel.get,
    listMembers: lookupMembers.get,
    async listChannelsOf(user, signal) {
      // Slack names all public channels that the person is in.
      const [theirs, own] = await Promise.all([lookupChannelsOf.get(user, signal), listOwnChannels(signal)])
      const ours = new Set(own.map(({ id }) => id))
      return (theirs ?? []).filter((id) => ours.has(id))
    },
    listOwnChannels,
    forgetChannel(channel) {
      lookupChannel.forget(channel)
      lookupMembers.forget(channel)
      lookupOwn.forget(identity.user)
      // Who left must not be thought to be there; who joined is found after a while.
      lookupChannelsOf.forgetWhere((theirs) => theirs.includes(channel))
    },
    forgetUser(user) {
      // Somebody who comes back is in channels again whose lists did not name deactivated people.
      if (lookupUser.peek(user)?.isOutsider !== false) lookupMembers.forgetWhere(() => true)
      lookupUser.forget(user)
      lookupChannelsOf.forget(user)
    },
  }
}
