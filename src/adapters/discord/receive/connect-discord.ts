import { type Client, Events, GatewayCloseCodes, REST, RESTEvents } from 'discord.js'
import { KikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { DiscordApi, DiscordIdentity } from '../api/discord-api.ts'
import { createGatewayFacts } from '../directory/gateway-facts.ts'
import type { DiscordSurfaceOptions } from '../discord-options.ts'
import type { DiscordConnection } from './connection.ts'
import { createClient } from './create-client.ts'
import { createIntake } from './create-intake.ts'
import { explainClose } from './explain-gateway-failure.ts'
import { identifyApplication } from './identify-application.ts'
import { logClient } from './log-client.ts'
import { logIn } from './log-in.ts'
import { readDispatch } from './read-dispatch.ts'

export interface ConnectionHooks {
  /** Called once when Discord closed the gateway for good, after `start`. Another `start` begins anew. */
  readonly onLost?: (error: KikuError) => void
  /** The longest, in milliseconds, that nothing goes on while the gateway is opened. Default 60,000. */
  readonly stallMs?: number
  /** The longest, in milliseconds, that servers are waited for that do not come. Default 5,000. */
  readonly guildWaitMs?: number
}

const STOP_MS = 5_000
/** So many refusals in ten minutes are noted, and each time as many again; Discord blocks at 10,000. */
const NOTED_REFUSALS = 1_000

/** Kiku's connection to Discord. Nothing is opened before `start`. */
export function connectDiscord(
  options: DiscordSurfaceOptions,
  createApi: (rest: REST, interactionRest: REST) => DiscordApi,
  { onLost = () => {}, stallMs = 60_000, guildWaitMs = 5_000 }: ConnectionHooks = {},
): DiscordConnection {
  const { telemetry, apiUrl, shards } = options
  const token = options.token.replace(/^Bot\s+/i, '').trim()
  const rest = createRest(token, options)
  // discord.js would count responses to interactions towards the requests per second of the bot, which Discord does not:
  // https://discord.com/developers/docs/topics/rate-limits#global-rate-limit. A command has three seconds.
  const interactionRest = createRest(token, options, { globalRequestsPerSecond: Number.POSITIVE_INFINITY })
  const api = createApi(rest, interactionRest)
  const facts = createGatewayFacts()
  let known: DiscordIdentity | undefined
  const identity = showIdentity(() => known)
  const intake = createIntake({ identity, facts, telemetry })
  /** The one that is connected, or about to be. */
  let current: Client | undefined

  function prepareClient(hasMessageContent: boolean): Client {
    const client = createClient({ apiUrl, shards, hasMessageContent, guildWaitMs })
    const isCurrent = () => current === client
    logClient(client, telemetry)
    client.on(Events.Raw, (raw: unknown, shard: number) => {
      const packet = readDispatch(raw, shard)
      if (packet !== undefined && isCurrent()) intake.take(packet)
    })
    client.on(Events.ShardReady, (shard) => void (isCurrent() && intake.settle(shard)))
    return client
  }

  async function open(hasMessageContent: boolean, signal: AbortSignal): Promise<void> {
    const client = prepareClient(hasMessageContent)
    current = client
    await logIn(client, { token, signal, stallMs })
    // All of its connections are closed when one of them is.
    client.once(Events.ShardDisconnect, ({ code }) => void (current === client && onLost(explainClose(code))))
    intake.open()
  }

  async function close(): Promise<void> {
    const client = current
    current = undefined
    if (client === undefined) return
    const limits = { signal: new AbortController().signal, timeoutMs: STOP_MS, what: 'end of the gateway' }
    // A gateway that does not answer is left behind.
    await withDeadline(limits, () => client.destroy()).catch(() => telemetry.warn('discord-gateway-left'))
  }

  return {
    api,
    facts,
    identity,
    onArrival: intake.onArrival,
    async start(signal) {
      await close()
      const found = await identifyApplication(api, signal)
      known = found
      try {
        await open(found.hasMessageContent, signal)
      } catch (thrown) {
        if (!found.hasMessageContent || !isDisallowed(thrown)) throw thrown
        telemetry.warn('discord-message-content-refused')
        known = { ...found, hasMessageContent: false }
        await open(false, signal)
      }
    },
    pause: intake.pause,
    async stop() {
      intake.pause()
      await close()
      for (const each of [rest, interactionRest]) {
        each.clearHashSweeper()
        each.clearHandlerSweeper()
      }
    },
  }
}

/** Apart from that of the client, which goes with it. */
function createRest(
  token: string,
  { apiUrl, telemetry }: DiscordSurfaceOptions,
  more: { readonly globalRequestsPerSecond?: number } = {},
): REST {
  const rest = new REST({ version: '10', api: apiUrl, invalidRequestWarningInterval: NOTED_REFUSALS, ...more })
  rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
    telemetry.warn('discord-requests-refused', { count, remainingMs: remainingTime }),
  )
  return rest.setToken(token)
}

function isDisallowed(thrown: unknown): boolean {
  return thrown instanceof KikuError && thrown.details.error === GatewayCloseCodes.DisallowedIntents
}

/** The same object before and after it is known who Kiku is. */
function showIdentity(find: () => DiscordIdentity | undefined): DiscordIdentity {
  const read = () => {
    const known = find()
    if (known === undefined) throw new KikuError('internal', 'Who Kiku is in Discord is not known before the start.')
    return known
  }
  return {
    get applicationId() {
      return read().applicationId
    },
    get user() {
      return read().user
    },
    get name() {
      return read().name
    },
    get hasMessageContent() {
      return read().hasMessageContent
    },
  }
}
