import { toKikuError } from '../../../../domain/errors.ts'
import { authorIdOf } from '../../slack-ids.ts'
import type { Click } from '../click.ts'
import type { Interaction } from '../interaction.ts'
import { openView } from '../open-view.ts'
import { type FeedbackFormMetadata, feedbackForm } from './feedback-form.ts'
import { findAsked } from './find-asked.ts'

/**
 * Keeps what a reader thinks of an answer. The last word counts, so a mind can be changed. Where it is a no, a form asks
 * why; the no stands even when the form is closed without a word.
 */
export async function giveFeedback(click: Click, interaction: Interaction): Promise<void> {
  const { desk, locale, words, voice, signal } = interaction
  const [, verdict, turnId] = /^(up|down):(.+)$/s.exec(click.value) ?? []
  const asked = turnId === undefined ? undefined : await findAsked(turnId, click, interaction)
  if (turnId === undefined || asked === undefined || (await desk.host.records.findAnswer(turnId)) === undefined) {
    return await voice.say({ text: words.answers.gone }, signal)
  }
  if (verdict === 'up') {
    await keep(turnId, 'up', undefined, interaction)
    return await voice.say({ text: words.feedback.thanks }, signal)
  }
  const { channel, threadTs } = click
  const about = { turnId, channel: channel ?? '', locale, ...(threadTs === undefined ? {} : { threadTs }) }
  // The form first: what triggers it lives for three seconds only.
  const opened = openView(feedbackForm(about), click.trigger, interaction).catch((thrown: unknown) => {
    desk.telemetry.warn('slack-form-not-opened', { code: toKikuError(thrown).code })
  })
  await Promise.all([opened, keep(turnId, 'down', undefined, interaction)])
  await voice.say({ text: words.feedback.sorry }, signal)
}

/** Adds why an answer was not good. */
export async function giveReason(
  { turnId }: FeedbackFormMetadata,
  reason: string,
  interaction: Interaction,
): Promise<void> {
  const { words, voice, signal } = interaction
  await keep(turnId, 'down', reason, interaction)
  await voice.say({ text: words.feedback.thanksForReason }, signal)
}

async function keep(
  turnId: string,
  verdict: 'up' | 'down',
  reason: string | undefined,
  { desk, person }: Interaction,
): Promise<void> {
  const feedback = { turnId, authorId: authorIdOf(person), verdict, at: desk.clock.now() }
  await desk.host.records.giveFeedback(reason === undefined ? feedback : { ...feedback, reason })
}
