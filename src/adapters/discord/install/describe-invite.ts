import { discordWords } from '../words/words.ts'
import { personLink, serverLink } from './invite-links.ts'
import { REQUIRED_PERMISSIONS } from './permissions.ts'
import { readApplication } from './read-application.ts'
import { type RestAccess, withRestApi } from './with-rest-api.ts'

/** How to add Kiku to servers and accounts. */
export interface DiscordInvite {
  readonly serverLink: string
  /** Undefined where the application is not meant for that. */
  readonly personLink?: string
  readonly permissions: readonly { readonly label: string; readonly reason: string }[]
}

const TIMEOUT_MS = 15_000

/** @throws KikuError `config-invalid` without a token, and what `DiscordApi.call` throws */
export async function describeInvite(
  access: RestAccess,
  language: 'en' | 'ja',
  signal: AbortSignal,
): Promise<DiscordInvite> {
  const { id, isForPeople } = await withRestApi(access, (api) =>
    readApplication(api, { signal, timeoutMs: TIMEOUT_MS }),
  )
  return {
    serverLink: serverLink(id),
    ...(isForPeople ? { personLink: personLink(id) } : {}),
    permissions: REQUIRED_PERMISSIONS.map(({ name, reason }) => ({
      label: discordWords(language).permissions[name] ?? name,
      reason: reason[language],
    })),
  }
}
