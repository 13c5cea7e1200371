import { type REST, RESTEvents } from 'discord.js'
import { type KikuError, toKikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import { silentTelemetry } from '../../../ports/telemetry.ts'
import type { DiscordApi } from '../api/discord-api.ts'
import { broken, type DiscordFinding, off, warning } from './discord-finding.ts'
import { examineApplication } from './examine-application.ts'
import { examineClock } from './examine-clock.ts'
import { examineCommands } from './examine-commands.ts'
import { examineGateway } from './examine-gateway.ts'
import { examineGuilds } from './examine-guilds.ts'
import { type DiscordApplication, readApplication } from './read-application.ts'
import { withRestApi } from './with-rest-api.ts'

export interface DiscordExamination {
  /** As configured. Never part of a finding. */
  readonly token?: string
  /** Base address of the REST API, without version and slash. */
  readonly apiUrl: string
  readonly shards: 'auto' | number
  readonly registerIn: readonly string[]
  readonly clock: Clock
}

/** Milliseconds for each look. */
const LOOK_MS = 5_000

/**
 * What is on in Discord, what is off, and what to do. Asks Discord, yet changes nothing there: the gateway is looked for,
 * but not connected to, which would cost one of the day's starts.
 * @throws only the reason of the signal
 */
export async function examineDiscord(
  examination: DiscordExamination,
  signal: AbortSignal,
): Promise<readonly DiscordFinding[]> {
  const { token, apiUrl, shards, registerIn: guilds, clock } = examination
  if (token === undefined) return [NO_TOKEN]
  const limits = { signal, timeoutMs: LOOK_MS }
  const host = new URL(apiUrl).host
  return withRestApi({ token, apiUrl, clock, telemetry: silentTelemetry }, async (api, rest) => {
    const date = noteDate(rest)
    const application = await tell(() => readApplication(api, limits), host, signal)
    // Who cannot say who Kiku is says nothing else, either.
    if ('finding' in application) return [application.finding, ...examineClock(date(), clock)]
    const looks = listLooks(application.value, { api, shards, guilds, limits })
    const told = await Promise.all(looks.map((look) => tell(look, host, signal)))
    return [
      ...examineApplication(application.value),
      ...told.flatMap((said) => ('finding' in said ? [said.finding] : said.value)),
      ...examineClock(date(), clock),
    ]
  })
}

function listLooks(
  { id: applicationId }: DiscordApplication,
  {
    api,
    shards,
    guilds,
    limits,
  }: {
    readonly api: DiscordApi
    readonly shards: 'auto' | number
    readonly guilds: readonly string[]
    readonly limits: { readonly signal: AbortSignal; readonly timeoutMs: number }
  },
): readonly (() => Promise<readonly DiscordFinding[]>)[] {
  return [
    () => examineGuilds(api, applicationId, limits),
    () => examineCommands({ api, applicationId, guilds, ...limits }),
    () => examineGateway(api, shards, limits),
  ]
}

type Told<T> = { readonly value: T } | { readonly finding: DiscordFinding }

/** One look that fails hides no other. */
async function tell<T>(look: () => Promise<T>, host: string, signal: AbortSignal): Promise<Told<T>> {
  try {
    return { value: await look() }
  } catch (thrown) {
    signal.throwIfAborted()
    return { finding: explainFailure(toKikuError(thrown), host) }
  }
}

const NO_TOKEN = off(
  'DISCORD_TOKEN is not set.',
  'Create an application at https://discord.com/developers/applications, then set DISCORD_TOKEN to the token of its bot; docs/handbook/discord.md goes through it.',
)

function explainFailure({ code, message, details, remedy }: KikuError, host: string): DiscordFinding {
  if (code === 'surface-refused' && details.status === 401) {
    return broken(
      'Discord does not know DISCORD_TOKEN.',
      'Press "Reset Token" under "Bot" of your application, and set DISCORD_TOKEN to what it shows.',
    )
  }
  if (code === 'deadline-exceeded' || details.status === 429) {
    return warning('Discord asks to wait.', 'Run "kiku doctor" again in a few minutes.')
  }
  if (code === 'surface-unreachable' && details.status !== undefined) {
    return broken(
      `${host} is in trouble: it answers with ${details.status}.`,
      'Look at https://discordstatus.com, and run "kiku doctor" again later.',
    )
  }
  if (code === 'surface-unreachable') {
    const { reason } = details
    const why = reason === undefined ? message : `the connection failed with ${reason}.`
    return broken(`${host} could not be reached: ${why}`, 'Check the network, the proxy and discord.apiUrl.')
  }
  return broken(
    message,
    remedy ?? 'Look the number up at https://discord.com/developers/docs/topics/opcodes-and-status-codes.',
  )
}

/** @returns Discord's time, epoch milliseconds, as of its last answer */
function noteDate(rest: REST): () => number | undefined {
  let date: number | undefined
  rest.on(RESTEvents.Response, (_request, { headers }) => {
    const time = Date.parse(headers.get('date') ?? '')
    if (!Number.isNaN(time)) date = time
  })
  return () => date
}
