import { Routes } from 'discord.js'
import { z } from 'zod'
import { createLookup } from '../../common/lookup/create-lookup.ts'
import { refusalOf } from '../api/discord-api.ts'
import type { MembersOptions } from './create-members.ts'
import { identifiedSchema } from './schema.ts'

/** Who is in which private thread. */
export interface ThreadMembers {
  /** Asks anew. @returns false also when it was not told in time */
  find(thread: string, user: string, signal: AbortSignal): Promise<boolean>
  peek(thread: string, user: string, since: number): boolean
}

/** What is known is asked for anew for every reply; this bounds what is held. */
const TTL_MS = 60_000
const FAILURE_MS = 10_000
const MOST_ENTRIES = 5_000

/** https://discord.com/developers/docs/resources/channel#get-thread-member */
export function createThreadMembers({ facts, api, clock, timeoutMs }: MembersOptions): ThreadMembers {
  const asked = createLookup<string>({
    async load(key, signal) {
      const [thread = '', user = ''] = key.split(' ')
      const route = Routes.threadMembers(thread, user)
      try {
        await api.call({ method: 'GET', route, schema: z.unknown(), signal, timeoutMs })
        return thread
      } catch (thrown) {
        // Told that somebody is not there, or that Kiku may not know, is told: what was known before is over.
        if (refusalOf(thrown) === undefined) throw thrown
        return undefined
      }
    },
    what: 'lookup of a member of a thread in Discord',
    clock,
    ttlMs: TTL_MS,
    failureTtlMs: () => FAILURE_MS,
    timeoutMs,
    mostEntries: MOST_ENTRIES,
  })
  facts.listen(({ type, data }) => {
    if (type !== 'THREAD_MEMBERS_UPDATE' && type !== 'THREAD_DELETE') return
    const thread = identifiedSchema.safeParse(data).data?.id
    asked.forgetWhere((known) => known === thread)
  })
  const keyOf = (thread: string, user: string) => `${thread} ${user}`
  return {
    find: async (thread, user, signal) => (await asked.getAnew(keyOf(thread, user), signal)) !== undefined,
    peek: (thread, user, since) => asked.peek(keyOf(thread, user), since) !== undefined,
  }
}
