import type { SlackApi, SlackIdentity } from '../api/slack-api.ts'
import type { SlackChannel } from './directory.ts'
import { fetchPages } from './fetch-pages.ts'
import { isOfWorkspace, readChannel } from './read-channel.ts'
import { channelInfoSchema, channelListSchema, memberListSchema, type WireChannel } from './schema.ts'

const PAGE = 500
const MOST_PAGES = 20

export interface ChannelLoaderOptions {
  readonly api: SlackApi
  readonly identity: SlackIdentity
  readonly timeoutMs: number
  readonly mostMembers: number
}

/** Asks Slack about channels. All throw what `SlackApi.call` throws. */
export function createChannelLoader({ api, identity, timeoutMs, mostMembers }: ChannelLoaderOptions) {
  async function loadChannel(channel: string, signal: AbortSignal): Promise<SlackChannel | undefined> {
    const request = { arguments: { channel }, schema: channelInfoSchema, signal, timeoutMs }
    const found = await api.call('conversations.info', request)
    return isOfWorkspace(found.channel, identity) ? readChannel(found.channel, identity) : undefined
  }

  /** @returns undefined when there are too many */
  async function loadMembers(channel: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
    const members: string[] = []
    const mostPages = Math.floor(mostMembers / PAGE) + 1
    const request = { method: 'conversations.members', arguments: { channel, limit: PAGE }, schema: memberListSchema }
    for await (const page of fetchPages(api, { ...request, signal, timeoutMs, mostPages })) {
      members.push(...page.members)
      if (members.length > mostMembers) return undefined
      if (page.isLast) return members
    }
    return undefined
  }

  async function loadOwnChannels(signal: AbortSignal): Promise<readonly SlackChannel[]> {
    const found = await listConversations({}, signal)
    return found.map((channel) => readChannel(channel, identity))
  }

  async function loadChannelsOf(user: string, signal: AbortSignal): Promise<readonly string[]> {
    const found = await listConversations({ user }, signal)
    return found.map(({ id }) => id)
  }

  /** https://docs.slack.dev/reference/methods/users.conversations */
  async function listConversations(
    of: { readonly user?: string },
    signal: AbortSignal,
  ): Promise<readonly WireChannel[]> {
    const found: WireChannel[] = []
    const types = 'public_channel,private_channel,mpim'
    const request = {
      method: 'users.conversations',
      arguments: { ...of, types, limit: PAGE },
      schema: channelListSchema,
    }
    for await (const { channels } of fetchPages(api, { ...request, signal, timeoutMs, mostPages: MOST_PAGES })) {
      found.push(...channels)
    }
    return found.filter((channel) => isOfWorkspace(channel, identity))
  }

  return { loadChannel, loadMembers, loadOwnChannels, loadChannelsOf }
}
