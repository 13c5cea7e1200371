import type { App } from '@slack/bolt'
import { opensForm, runCommand } from './commands/run-command.ts'
import { serveInteraction } from './interaction.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import { CommandPayload } from './payloads.ts'
import { readPayload } from './read-payload.ts'

/** The app's one command. */
const COMMAND = '/kiku'

export function registerCommands(app: App, desk: InteractionDesk): void {
  app.command(COMMAND, async ({ ack, body, respond }) => {
    await ack()
    const payload = await readPayload({ schema: CommandPayload, body, what: 'command', respond }, desk)
    if (payload === undefined) return
    const { user_id: user, team_id: team, channel_id: channel } = payload
    const isUrgent = opensForm(payload)
    const origin = { what: 'command', user, team, channel, respond, replaces: 'own', isUrgent } as const
    await serveInteraction(origin, desk, (interaction) => runCommand(payload, interaction))
  })
}
