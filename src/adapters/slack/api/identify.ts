import { z } from 'zod'
import { KikuError } from '../../../domain/errors.ts'
import type { SlackApi, SlackIdentity } from './slack-api.ts'

const AuthTest = z.object({
  url: z.string(),
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
})

/**
 * Asks Slack who the token belongs to (https://docs.slack.dev/reference/methods/auth.test).
 * @throws KikuError `surface-refused` for a token that is not valid, or not a bot's; what `SlackApi.call` throws
 */
export async function identify(api: SlackApi, signal: AbortSignal, timeoutMs = 15_000): Promise<SlackIdentity> {
  const said = await api.call('auth.test', { arguments: {}, schema: AuthTest, signal, timeoutMs })
  if (said.bot_id === undefined) throw notABot()
  return {
    team: said.team_id,
    user: said.user_id,
    bot: said.bot_id,
    url: said.url.endsWith('/') ? said.url : `${said.url}/`,
    ...(said.enterprise_id ? { enterprise: said.enterprise_id } : {}),
  }
}

function notABot(): KikuError {
  return new KikuError('surface-refused', 'The token belongs to a person, not to a bot.', {
    remedy: 'Put the bot token, which begins with xoxb-, into SLACK_BOT_TOKEN.',
    details: { method: 'auth.test', error: 'not_a_bot' },
  })
}
