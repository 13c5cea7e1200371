import { GatewayCloseCodes as Close, DiscordjsError, DiscordjsErrorCodes } from 'discord.js'
import { KikuError } from '../../../domain/errors.ts'

/** Says what kept the gateway from opening, from whatever discord.js threw. What it threw may hold the token. */
export function explainGatewayFailure(thrown: unknown): KikuError {
  if (thrown instanceof KikuError) return thrown
  if (thrown instanceof DiscordjsError && thrown.code === DiscordjsErrorCodes.TokenInvalid) {
    return explainClose(Close.AuthenticationFailed)
  }
  // The one sign of it is the text (https://discord.com/developers/docs/events/gateway#session-start-limit-object).
  if (thrown instanceof Error && thrown.message.startsWith('Not enough sessions remaining')) {
    return new KikuError('rate-limited', 'Discord lets Kiku begin no more sessions today.', {
      retryable: true,
      remedy: 'Wait for some hours, and find out why Kiku was started so often.',
    })
  }
  return new KikuError('surface-unreachable', 'No connection to the gateway of Discord could be opened.', {
    retryable: true,
    remedy: 'Check the network of this machine and https://discordstatus.com.',
    ...(codeOf(thrown) === undefined ? {} : { details: { error: codeOf(thrown) ?? '' } }),
  })
}

/** A new start asks for what Discord allows by then: intents, and as many connections as it recommends. */
const MENDED_ANEW: ReadonlySet<number> = new Set([Close.DisallowedIntents, Close.InvalidShard, Close.ShardingRequired])

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
export function explainClose(code: number): KikuError {
  const { text, remedy } = REASONS[code] ?? {
    text: 'Discord closed the gateway and takes no new connection.',
    remedy: 'Start Kiku again.',
  }
  return new KikuError('surface-refused', text, { retryable: MENDED_ANEW.has(code), remedy, details: { error: code } })
}

/** Such as `ECONNREFUSED`, for the log. */
export function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined
  const code = String(thrown.code)
  return /^\w{1,60}$/.test(code) ? code : undefined
}

const TOO_FEW = {
  text: 'The servers that Kiku is in are too many for its connections to the gateway.',
  remedy: 'Let Discord say how many connections there are: set the number of shards to auto.',
}

const REASONS: Readonly<Record<number, { readonly text: string; readonly remedy: string }>> = {
  [Close.AuthenticationFailed]: {
    text: 'Discord refused the token of the bot.',
    remedy: 'Put a valid bot token into DISCORD_TOKEN.',
  },
  [Close.InvalidShard]: TOO_FEW,
  [Close.ShardingRequired]: TOO_FEW,
  [Close.DisallowedIntents]: {
    text: 'Discord does not let Kiku read what it asks to read.',
    remedy: 'Switch the Message Content intent of the app on, in the developer portal of Discord, or start Kiku again.',
  },
}
