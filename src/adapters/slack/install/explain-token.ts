import { z } from 'zod'
import type { SlackReply } from './ask-slack.ts'
import type { SlackFinding } from './slack-finding.ts'

const Identity = z.object({
  team: z.string().catch('?'),
  user: z.string().catch('?'),
  bot_id: z.string().nullish(),
})

/** What `auth.test` says of the bot token (https://docs.slack.dev/reference/methods/auth.test). */
export function describeBotToken(said: SlackReply): SlackFinding {
  switch (said.kind) {
    case 'unreachable':
      return unreachable(said.host, said.why)
    case 'refused':
      return explainRefusal(said.error, 'SLACK_BOT_TOKEN', BOT_REMEDIES)
    case 'answered': {
      const { team, user, bot_id: bot } = Identity.parse(said.body)
      if (!bot) {
        return broken("SLACK_BOT_TOKEN is a person's token, not a bot's.", `${TAKE_BOT}, which begins with xoxb-.`)
      }
      return { part: 'slack', state: 'ok', message: `Kiku is ${oneLine(user)} in ${oneLine(team)}.` }
    }
  }
}

/** What `apps.connections.open` says of the app token, where it refuses it. */
export function describeAppToken(said: Exclude<SlackReply, { readonly kind: 'answered' }>): SlackFinding {
  if (said.kind === 'unreachable') return unreachable(said.host, said.why)
  return explainRefusal(said.error, 'SLACK_APP_TOKEN', APP_REMEDIES)
}

const TAKE_BOT = 'Set SLACK_BOT_TOKEN to the bot token under "OAuth & Permissions" of your app'
const MAKE_APP =
  'Create an app-level token with connections:write under "Basic Information", and set SLACK_APP_TOKEN to it.'
const INSTALL = 'Install the app to the workspace again, and set SLACK_BOT_TOKEN to its bot token.'

interface Problem {
  readonly message: string
  readonly remedy: string
}

const BOT_REMEDIES: Readonly<Record<string, Problem>> = {
  invalid_auth: { message: 'Slack does not know SLACK_BOT_TOKEN.', remedy: `${TAKE_BOT}.` },
  not_authed: {
    message: 'Slack did not receive SLACK_BOT_TOKEN.',
    remedy: 'Check slack.apiUrl and the proxy behind it.',
  },
  account_inactive: { message: 'The app was removed from the workspace.', remedy: INSTALL },
  token_revoked: { message: 'SLACK_BOT_TOKEN was revoked.', remedy: INSTALL },
  token_expired: {
    message: 'SLACK_BOT_TOKEN has expired.',
    remedy: 'Turn token rotation off by creating the app from slack.manifest.yaml, and install it.',
  },
  org_login_required: { message: 'The workspace is being moved to an organisation.', remedy: 'Try again later.' },
}

const APP_REMEDIES: Readonly<Record<string, Problem>> = {
  invalid_auth: { message: 'Slack does not know SLACK_APP_TOKEN.', remedy: MAKE_APP },
  not_authed: {
    message: 'Slack did not receive SLACK_APP_TOKEN.',
    remedy: 'Check slack.apiUrl and the proxy behind it.',
  },
  token_revoked: { message: 'SLACK_APP_TOKEN was revoked.', remedy: MAKE_APP },
  account_inactive: { message: 'SLACK_APP_TOKEN belongs to an app that is gone.', remedy: MAKE_APP },
  not_allowed_token_type: { message: 'SLACK_APP_TOKEN is no app-level token.', remedy: MAKE_APP },
  missing_scope: { message: 'SLACK_APP_TOKEN lacks the scope connections:write.', remedy: MAKE_APP },
  forbidden_team: { message: 'SLACK_APP_TOKEN belongs to another workspace.', remedy: MAKE_APP },
  socket_mode_not_enabled: {
    message: 'Socket Mode is off in the app.',
    remedy: 'Turn Socket Mode on in the settings of your app.',
  },
}

function explainRefusal(error: string, variable: string, problems: Readonly<Record<string, Problem>>): SlackFinding {
  if (error === 'ratelimited') {
    return {
      part: 'slack',
      state: 'warning',
      message: 'Slack asks to wait.',
      remedy: 'Run "kiku doctor" again in a minute.',
    }
  }
  const problem = problems[error]
  if (problem !== undefined) return broken(problem.message, problem.remedy)
  return broken(`Slack refused ${variable}: ${error}.`, 'Look the word up at https://docs.slack.dev/reference/methods.')
}

function unreachable(host: string, why: string): SlackFinding {
  return broken(`${host} could not be reached: ${why}.`, 'Check the network, the proxy and slack.apiUrl.')
}

function broken(message: string, remedy: string): SlackFinding {
  return { part: 'slack', state: 'broken', message, remedy }
}

// Names are other people's; the terminal shows them on one line.
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 80)
}
