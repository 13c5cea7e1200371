import { toKikuError } from '../../../domain/errors.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { SlackApi, SlackIdentity } from '../api/slack-api.ts'
import type { SlackUser } from './directory.ts'
import { fetchPages } from './fetch-pages.ts'
import { readUser } from './read-user.ts'
import { userInfoSchema, userListSchema, userSchema } from './schema.ts'

/** More people than this at once are looked up in the list of the workspace: `users.info` is limited to 100 a minute. */
const MOST_SINGLE = 20
const PAGE = 500
const MOST_PAGES = 40
const PAGE_MS = 15_000

export interface UserLoaderOptions {
  readonly api: SlackApi
  readonly identity: SlackIdentity
  readonly telemetry: Telemetry
  readonly timeoutMs: number
  /** Told of everybody that a list shows, sought or not. */
  readonly onSeen: (user: SlackUser, asOf: number) => void
  readonly revision: () => number
  /** Whether what was said of a person is untrue by now. */
  readonly isForgottenSince: (user: string, asOf: number) => boolean
}

interface UserList {
  readonly asOf: number
  readonly users: ReadonlyMap<string, SlackUser>
}

interface Sought {
  readonly user: string
  readonly signal: AbortSignal
  resolve(user: SlackUser | undefined): void
  reject(reason: unknown): void
}

/** Asks Slack about people: one by one when they are few, or all of the workspace at once when they are many. */
export function createUserLoader(options: UserLoaderOptions) {
  const { api, identity, telemetry, timeoutMs, onSeen, revision, isForgottenSince } = options
  let sought: Sought[] = []
  let listing: Promise<UserList> | undefined

  /** @throws what `SlackApi.call` throws */
  function loadUser(user: string, signal: AbortSignal): Promise<SlackUser | undefined> {
    return new Promise((resolve, reject) => {
      sought.push({ user, signal, resolve, reject })
      // Members of a channel are asked for one after another; they are looked at together when all are known.
      if (sought.length === 1) setImmediate(askForAll)
    })
  }

  function askForAll(): void {
    const all = sought
    sought = []
    if (all.length <= MOST_SINGLE) for (const one of all) void askForOne(one)
    else void askForMany(all)
  }

  async function askForOne({ user, signal, resolve, reject }: Sought): Promise<void> {
    try {
      const request = { arguments: { user, include_locale: true }, schema: userInfoSchema, signal, timeoutMs }
      const found = await api.call('users.info', request)
      resolve(readUser(found.user, identity))
    } catch (thrown) {
      reject(thrown)
    }
  }

  async function askForMany(all: readonly Sought[]): Promise<void> {
    listing ??= listUsers().finally(() => {
      listing = undefined
    })
    try {
      const { users, asOf } = await listing
      const isListed = ({ user }: Sought) => users.has(user) && !isForgottenSince(user, asOf)
      const missing = all.filter((one) => !isListed(one))
      for (const one of all) if (isListed(one)) one.resolve(users.get(one.user))
      // Strangers of shared channels are not on the list.
      for (const one of missing.slice(0, MOST_SINGLE)) void askForOne(one)
      for (const { resolve } of missing.slice(MOST_SINGLE)) resolve(undefined)
    } catch (thrown) {
      for (const { reject } of all) reject(thrown)
    }
  }

  /** Goes on after those who asked have given up, so that the next question finds what it needs. */
  async function listUsers(): Promise<UserList> {
    const asOf = revision()
    const users = new Map<string, SlackUser>()
    const { signal } = new AbortController()
    const request = { method: 'users.list', arguments: { limit: PAGE, include_locale: true }, schema: userListSchema }
    try {
      for await (const { members } of fetchPages(api, {
        ...request,
        signal,
        timeoutMs: PAGE_MS,
        mostPages: MOST_PAGES,
      })) {
        for (const member of members) {
          const parsed = userSchema.safeParse(member).data
          const user = parsed && readUser(parsed, identity)
          if (user === undefined) continue
          users.set(user.id, user)
          onSeen(user, asOf)
        }
      }
    } catch (thrown) {
      telemetry.warn('slack-user-list-failed', { code: toKikuError(thrown).code, users: users.size })
      if (users.size === 0) throw thrown
    }
    return { users, asOf }
  }

  return { loadUser }
}
