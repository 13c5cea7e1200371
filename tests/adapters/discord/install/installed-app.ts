import { COMMAND_DEFINITIONS } from '../../../../src/adapters/discord/interact/commands/definitions.ts'
import type { LocalDiscord } from './local-discord.ts'

export const APPLICATION = '1300000000000000001'
export const TOKEN = `${Buffer.from(APPLICATION).toString('base64url')}.GabcDE.sesame-sesame_sesame-sesame`
export const NOW = Date.UTC(2026, 7, 20, 9)
/** View, send, create threads, send in threads, read the history. */
export const ENOUGH = String((1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 35n) | (1n << 38n))
const MESSAGE_CONTENT_LIMITED = 1 << 19

export const APPLICATION_ROUTE = 'GET /applications/@me'
export const GUILDS_ROUTE = 'GET /users/@me/guilds'
export const COMMANDS_ROUTE = `/applications/${APPLICATION}/commands`
export const GATEWAY_ROUTE = 'GET /gateway/bot'

export const GOOD_APPLICATION = {
  id: APPLICATION,
  name: 'Kiku app',
  bot: { id: APPLICATION, username: 'kiku' },
  flags: MESSAGE_CONTENT_LIMITED,
  integration_types_config: { '0': {}, '1': {} },
}

export const GATEWAY_LIMIT = { total: 1000, remaining: 997, reset_after: 14_400_000, max_concurrency: 1 }

/** An application with which nothing is wrong. */
export function answerWell(discord: LocalDiscord): void {
  discord.answer(APPLICATION_ROUTE, { body: GOOD_APPLICATION })
  discord.answer(GUILDS_ROUTE, { body: [{ id: '1300000000000000101', name: '和室', permissions: ENOUGH }] })
  discord.answer(`GET ${COMMANDS_ROUTE}`, { body: COMMAND_DEFINITIONS.map((command) => ({ ...command, id: '1' })) })
  discord.answer(GATEWAY_ROUTE, {
    body: { url: `ws://127.0.0.1:${discord.port}`, shards: 1, session_start_limit: GATEWAY_LIMIT },
  })
}
