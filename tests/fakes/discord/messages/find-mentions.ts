import { PermissionFlagsBits as Bits } from 'discord.js'
import { listOf, objectOf, type WireObject } from '../wire.ts'
import { has, permissionsIn } from '../world/permissions.ts'
import type { World } from '../world/world.ts'
import type { Mentions } from './message.ts'

const CODE = /```[\s\S]*?```|`[^`\n]+`/gu
const USER = /<@!?(\d+)>/gu
const ROLE = /<@&(\d+)>/gu
const EVERYONE = /@(?:everyone|here)/gu

/** What of a message calls somebody; and the same in words, such as `<@1>`, `@here` or `reply to <@1>`. */
export interface FoundMentions {
  readonly mentions: Mentions
  readonly pings: readonly string[]
}

/**
 * https://discord.com/developers/docs/resources/message#allowed-mentions-object
 * @param allowed undefined where everything is: what people write, and messages that say nothing of it
 */
export function findMentions(about: {
  readonly text: string
  readonly authorId: string
  readonly channelId: string
  readonly world: World
  readonly allowed: WireObject | undefined
  /** Whom it replies to. */
  readonly repliedTo: string | undefined
}): FoundMentions {
  const { authorId, channelId, world, repliedTo } = about
  const text = about.text.replace(CODE, ' ')
  const channel = world.channel(channelId)
  const allows = readAllowed(about.allowed)
  const mayCallAll = has(permissionsIn(world, authorId, channel), Bits.MentionEveryone)
  const isMentionable = (role: string) =>
    mayCallAll || (world.guilds.get(channel.guildId ?? '')?.roles.get(role)?.isMentionable ?? false)

  const users = unique(idsIn(text, USER).filter((id) => world.users.has(id) && allows.user(id)))
  const roles = unique(idsIn(text, ROLE).filter((id) => allows.role(id) && isMentionable(id)))
  const calls = mayCallAll && allows.everyone ? (text.match(EVERYONE) ?? []) : []
  const replied = repliedTo !== undefined && allows.replied ? [repliedTo] : []
  return {
    mentions: { users: unique([...users, ...replied]), roles, everyone: calls.length > 0 },
    pings: [
      ...users.map((id) => `<@${id}>`),
      ...roles.map((id) => `<@&${id}>`),
      ...calls,
      ...replied.map((id) => `reply to <@${id}>`),
    ],
  }
}

function readAllowed(allowed: WireObject | undefined) {
  if (allowed === undefined) return { user: () => true, role: () => true, everyone: true, replied: true }
  const parse = listOf(allowed.parse)
  const { users, roles, replied_user: replied } = objectOf(allowed)
  return {
    user: (id: string) => parse.includes('users') || listOf(users).includes(id),
    role: (id: string) => parse.includes('roles') || listOf(roles).includes(id),
    everyone: parse.includes('everyone'),
    replied: replied === true,
  }
}

const idsIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, id = '']) => id)
const unique = <Item>(items: readonly Item[]): readonly Item[] => [...new Set(items)]
