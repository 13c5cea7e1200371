import { Routes } from 'discord.js'
import { z } from 'zod'
import type { DiscordApi } from '../api/discord-api.ts'
import { discordWords } from '../words/words.ts'
import { type DiscordFinding, off, ok, oneLine, warning } from './discord-finding.ts'
import { serverLink } from './invite-links.ts'
import { findMissing } from './permissions.ts'

const PAGE = 200
/** Each a request. */
const MOST_PAGES = 10
const MOST_NAMED = 5
/** The doctor speaks English, as all its findings do. */
const NAMES = discordWords('en').permissions

const Guild = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  name: z.string().catch('?'),
  permissions: z.string().catch(''),
})
const Guilds = z.array(Guild)
type Guild = z.infer<typeof Guild>

/**
 * How many servers Kiku is in, and in which of them it lacks permissions. Channels may take some away again, which is
 * said to the asker there. Source: https://discord.com/developers/docs/resources/user#get-current-user-guilds
 * @throws what `DiscordApi.call` throws
 */
export async function examineGuilds(
  api: DiscordApi,
  applicationId: string,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<readonly DiscordFinding[]> {
  const { guilds, isAll } = await listGuilds((query) =>
    api.call({ method: 'GET', route: Routes.userGuilds(), query, schema: Guilds, signal, timeoutMs }),
  )
  if (guilds.length === 0) {
    return [off('Kiku is in no server.', `Add it to one with ${serverLink(applicationId)} .`)]
  }
  const lacking = guilds.flatMap((guild) => {
    const missing = findMissing(guild.permissions) ?? []
    return missing.length === 0 ? [] : [{ guild, missing: missing.map(({ name }) => NAMES[name] ?? name) }]
  })
  const count = `Kiku is in ${isAll ? '' : 'more than '}${guilds.length} ${guilds.length === 1 ? 'server' : 'servers'}`
  return [
    ok(lacking.length === 0 ? `${count} and has the permissions that it needs.` : `${count}.`),
    ...lacking.slice(0, MOST_NAMED).map(({ guild, missing }) => describeLack(guild, missing, applicationId)),
    ...(lacking.length <= MOST_NAMED ? [] : [describeOthers(lacking.length - MOST_NAMED, applicationId)]),
  ]
}

async function listGuilds(
  readPage: (query: URLSearchParams) => Promise<readonly Guild[]>,
): Promise<{ readonly guilds: readonly Guild[]; readonly isAll: boolean }> {
  const guilds: Guild[] = []
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const last = guilds.at(-1)
    const query = new URLSearchParams({ limit: String(PAGE), ...(last === undefined ? {} : { after: last.id }) })
    const found = await readPage(query)
    guilds.push(...found)
    if (found.length < PAGE) return { guilds, isAll: true }
  }
  return { guilds, isAll: false }
}

function describeLack({ id, name }: Guild, missing: readonly string[], applicationId: string): DiscordFinding {
  const link = serverLink(applicationId, id)
  return warning(
    `In ${oneLine(name)} Kiku lacks: ${missing.join(', ')}.`,
    `Give them to the role of Kiku under "Server Settings", "Roles", or add Kiku again with ${link} .`,
  )
}

function describeOthers(count: number, applicationId: string): DiscordFinding {
  const servers = count === 1 ? 'one more server' : `${count} more servers`
  return warning(`Kiku lacks permissions in ${servers}.`, `Add it there again with ${serverLink(applicationId)} .`)
}
