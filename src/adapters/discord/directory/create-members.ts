import { Routes } from 'discord.js'
import { z } from 'zod'
import type { Clock } from '../../../ports/clock.ts'
import { createBoundedMap } from '../../common/lookup/bounded-map.ts'
import { createLookup } from '../../common/lookup/create-lookup.ts'
import { type DiscordApi, refusalOf } from '../api/discord-api.ts'
import type { GatewayFacts } from './gateway-facts.ts'
import { type MemberFacts, readMember } from './guild-facts.ts'
import type { Packet } from './packet.ts'
import { readPresence } from './read-presence.ts'

/** Who is a member of which server, and with which roles. Kiku is not told of changes, so it asks, again and again. */
export interface Members {
  /** Asks anew. @returns undefined when the person is no member, or that was not told in time */
  find(guild: string, user: string, signal: AbortSignal): Promise<MemberFacts | undefined>
  /** What was told in answer to a question since a time of `Clock.elapsed`. */
  peek(guild: string, user: string, since: number): MemberFacts | undefined
  /** Servers in which the gateway told of a person, the latest first. */
  seenIn(user: string): readonly string[]
}

export interface MembersOptions {
  readonly facts: GatewayFacts
  readonly api: DiscordApi
  readonly clock: Clock
  readonly timeoutMs: number
}

/** What is known is asked for anew for every reply; this bounds what is held. */
const TTL_MS = 60_000
/** Who is no member is not asked for again so soon; whoever joins and says something is noticed by that. */
const ABSENT_MS = 10 * 60_000
const FAILURE_MS = 5_000
/** Unknown member, unknown user (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). */
const NOT_THERE: readonly (number | undefined)[] = [10_007, 10_013]
const MOST_MEMBERS = 20_000
const MOST_PEOPLE = 5_000
const MOST_SEEN = 50

export function createMembers({ facts, api, clock, timeoutMs }: MembersOptions): Members {
  const absent = createBoundedMap<number>(MOST_MEMBERS)
  const seen = createBoundedMap<readonly string[]>(MOST_PEOPLE)
  const asked = createLookup<MemberFacts>({
    load,
    what: 'lookup of a member in Discord',
    clock,
    ttlMs: TTL_MS,
    failureTtlMs: () => FAILURE_MS,
    timeoutMs,
    mostEntries: MOST_MEMBERS,
  })
  facts.listen(take)

  /** https://discord.com/developers/docs/resources/guild#get-guild-member */
  async function load(key: string, signal: AbortSignal): Promise<MemberFacts | undefined> {
    const [guild = '', user = ''] = key.split(' ')
    try {
      const route = Routes.guildMember(guild, user)
      return readMember(await api.call({ method: 'GET', route, schema: z.unknown(), signal, timeoutMs }))
    } catch (thrown) {
      if (!NOT_THERE.includes(refusalOf(thrown))) throw thrown
      absent.set(key, clock.elapsed() + ABSENT_MS)
      return undefined
    }
  }

  /** What the gateway tells may be older than what was asked for: it makes doubtful, it does not teach. */
  function take(packet: Packet): void {
    const presence = readPresence(packet)
    if (presence === undefined) return
    const { guild, user, member } = presence
    const key = keyOf(guild, user)
    absent.delete(key)
    const known = asked.peek(key)
    if (member === undefined || known === undefined || !isSame(known, member)) asked.forget(key)
    if (member !== undefined)
      seen.set(user, [guild, ...seenIn(user).filter((one) => one !== guild)].slice(0, MOST_SEEN))
  }

  function seenIn(user: string): readonly string[] {
    return seen.get(user) ?? []
  }

  return {
    async find(guild, user, signal) {
      signal.throwIfAborted()
      const key = keyOf(guild, user)
      return (absent.get(key) ?? 0) > clock.elapsed() ? undefined : asked.getAnew(key, signal)
    },
    peek: (guild, user, since) => asked.peek(keyOf(guild, user), since),
    seenIn,
  }
}

function keyOf(guild: string, user: string): string {
  return `${guild} ${user}`
}

function isSame(known: MemberFacts, told: MemberFacts): boolean {
  return known.roles.length === told.roles.length && known.roles.every((role) => told.roles.includes(role))
}
