import { toKikuError } from '../../../../domain/errors.ts'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import { authorIdOf } from '../../discord-ids.ts'
import type { FormData, Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { feedbackForm, readFeedbackForm } from './feedback-form.ts'
import { findAsked } from './find-asked.ts'

/** A form has to be the first response, for which Discord gives three seconds. */
const LOOK_MS = 1_500

/** Keeps that an answer was helpful. The last word counts, so a mind can be changed. */
export async function giveHelpful(turnId: string, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  await respond.deferUpdate(signal)
  if (!(await isAnswered(turnId, interaction))) return await respond.say(plainBody(words.answers.gone), signal)
  await keepFeedback({ turnId, verdict: 'up' }, interaction)
  await respond.say(plainBody(words.feedback.thanks), signal)
}

/** Keeps that an answer was not, and asks why. The no stands even when the form is closed without a word. */
export async function giveNotHelpful(turnId: string, interaction: Interaction): Promise<void> {
  const { desk, words, respond, signal } = interaction
  const isKnown = await withDeadline({ signal, timeoutMs: LOOK_MS, what: 'question' }, (within) =>
    isAnswered(turnId, { ...interaction, signal: within }),
  )
  if (!isKnown) return await respond.say(plainBody(words.answers.gone), signal)
  const opened = respond.openForm(feedbackForm(turnId, words), signal).catch((thrown: unknown) => {
    desk.telemetry.warn('discord-form-not-opened', { code: toKikuError(thrown).code })
  })
  await Promise.all([opened, keepFeedback({ turnId, verdict: 'down' }, interaction)])
}

/** Adds why an answer was not good. */
export async function giveReason(turnId: string, form: FormData, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  await respond.defer('ephemeral', signal)
  if (!(await isAnswered(turnId, interaction))) return await respond.say(plainBody(words.answers.gone), signal)
  const reason = readFeedbackForm(form)
  // The no itself was kept when the form was opened.
  if (reason === '') return await respond.say(plainBody(words.feedback.sorry), signal)
  await keepFeedback({ turnId, verdict: 'down', reason }, interaction)
  await respond.say(plainBody(words.feedback.thanksForReason), signal)
}

export interface Verdict {
  readonly turnId: string
  readonly verdict: 'up' | 'down'
  readonly reason?: string
}

export async function keepFeedback(verdict: Verdict, { desk, person }: Interaction): Promise<void> {
  await desk.host.records.giveFeedback({ ...verdict, authorId: authorIdOf(person.id), at: desk.clock.now() })
}

/** Whether there is an answer that this person may judge here. One that was stopped or failed is none. */
async function isAnswered(turnId: string, interaction: Interaction): Promise<boolean> {
  if ((await findAsked(turnId, interaction)) === undefined) return false
  return (await interaction.desk.host.records.findAnswer(turnId)) !== undefined
}
