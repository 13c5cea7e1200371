import type { App } from '@slack/bolt'
import { toKikuError } from '../../../domain/errors.ts'
import { CALLBACKS } from './action-ids.ts'
import { readFeedbackForm } from './handlers/feedback-form.ts'
import { giveReason } from './handlers/give-feedback.ts'
import { type Interaction, serveInteraction } from './interaction.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import { FormPayload } from './payloads.ts'
import { readPayload } from './read-payload.ts'
import { saveSettings } from './settings/save-settings.ts'
import { readSettingsForm } from './settings/settings-form.ts'
import { readAskAboutForm } from './shortcuts/ask-about-form.ts'
import { askAboutMessage } from './shortcuts/ask-about-message.ts'

/** What a form amounts to: fields to correct, or work to do. */
type Submission =
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | {
      readonly kind: 'ok'
      readonly channel?: string
      readonly threadTs?: string | undefined
      readonly work: (interaction: Interaction) => Promise<void>
    }

/** What is wrong with a form must be said with the acknowledgement, so forms are read before it, and nothing else is done. */
export function registerForms(app: App, desk: InteractionDesk): void {
  for (const [callback, read] of Object.entries(READERS)) {
    app.view({ callback_id: callback, type: 'view_submission' }, async ({ ack, body }) => {
      const form = FormPayload.safeParse(body)
      const submission = form.success ? readForm(read, form.data) : undefined
      if (submission?.kind === 'errors') {
        return await ack({ response_action: 'errors', errors: { ...submission.errors } })
      }
      await ack()
      const payload = await readPayload({ schema: FormPayload, body, what: callback }, desk)
      if (payload === undefined || submission === undefined) return
      const { channel, threadTs, work } = submission
      const { id: user, team_id: team } = payload.user
      await serveInteraction({ what: callback, user, team, channel, threadTs }, desk, work)
    })
  }
}

type ReadForm = (form: FormPayload) => Submission

function readForm(read: ReadForm, form: FormPayload): Submission {
  try {
    return read(form)
  } catch (thrown) {
    // Acknowledged first; then it is said and logged like every failure of an interaction.
    return { kind: 'ok', work: () => Promise.reject(toKikuError(thrown)) }
  }
}

const READERS: Readonly<Record<string, ReadForm>> = {
  [CALLBACKS.feedbackReason]: readFeedback,
  [CALLBACKS.settings]: readSettings,
  [CALLBACKS.askAboutForm]: readAskAbout,
}

function readFeedback(form: FormPayload): Submission {
  const entry = readFeedbackForm(form)
  if (entry.kind === 'errors') return entry
  const { about, reason } = entry
  const { channel, threadTs } = about
  return { kind: 'ok', channel, threadTs, work: (interaction) => giveReason(about, reason, interaction) }
}

function readSettings(form: FormPayload): Submission {
  const entry = readSettingsForm(form)
  if (entry.kind === 'errors') return entry
  return { kind: 'ok', channel: entry.channel, work: (interaction) => saveSettings(entry, interaction) }
}

function readAskAbout(form: FormPayload): Submission {
  const entry = readAskAboutForm(form)
  if (entry.kind === 'errors') return entry
  const { channel, threadTs } = entry.about
  const request = { ...entry, name: form.view.id }
  return { kind: 'ok', channel, threadTs, work: (interaction) => askAboutMessage(request, interaction) }
}
