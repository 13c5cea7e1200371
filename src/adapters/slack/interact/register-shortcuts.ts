import type { App } from '@slack/bolt'
import { threadIdOf } from '../slack-ids.ts'
import { CALLBACKS } from './action-ids.ts'
import { offerForgettingThread } from './commands/offer-forgetting.ts'
import { type Interaction, serveInteraction } from './interaction.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import { openView } from './open-view.ts'
import { ShortcutPayload } from './payloads.ts'
import { readPayload } from './read-payload.ts'
import { askAboutForm } from './shortcuts/ask-about-form.ts'
import { summariseThread } from './shortcuts/summarise-thread.ts'

type Handle = (payload: ShortcutPayload, interaction: Interaction) => Promise<void>

export function registerShortcuts(app: App, desk: InteractionDesk): void {
  for (const [callback, handle] of Object.entries(HANDLERS)) {
    app.shortcut(callback, async ({ ack, body, respond }) => {
      await ack()
      const payload = await readPayload({ schema: ShortcutPayload, body, what: callback, respond }, desk)
      if (payload === undefined) return
      const { user, channel, message, response_url } = payload
      const origin = {
        what: callback,
        user: user.id,
        team: user.team_id,
        channel: channel.id,
        threadTs: message.thread_ts,
        respond: response_url === undefined ? undefined : respond,
        replaces: 'never',
        isUrgent: callback === CALLBACKS.askAbout,
      } as const
      await serveInteraction(origin, desk, (interaction) => handle(payload, interaction))
    })
  }
}

const HANDLERS: Readonly<Record<string, Handle>> = {
  [CALLBACKS.askAbout]: openAskAbout,
  [CALLBACKS.summariseThread]: summariseThread,
  [CALLBACKS.forgetThread]: offerForgettingOf,
}

async function openAskAbout(payload: ShortcutPayload, interaction: Interaction): Promise<void> {
  const nameOf = (user: string) => interaction.desk.directory.peekUser(user)?.name
  await openView(askAboutForm(payload, interaction.locale, nameOf), payload.trigger_id, interaction)
}

async function offerForgettingOf({ channel, message }: ShortcutPayload, interaction: Interaction): Promise<void> {
  const { team } = interaction.desk.identity
  const threadTs = message.thread_ts ?? message.ts
  await offerForgettingThread(threadIdOf({ team, channel: channel.id, threadTs }), interaction)
}
