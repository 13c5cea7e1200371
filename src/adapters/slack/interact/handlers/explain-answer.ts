import { whyBlocks } from '../../render/render-reply.ts'
import type { Click } from '../click.ts'
import type { Interaction } from '../interaction.ts'
import { findAsked } from './find-asked.ts'

/** Says to whoever asks why Kiku searched where it did, and what it found. */
export async function explainAnswer(click: Click, interaction: Interaction): Promise<void> {
  const { desk, locale, words, voice, signal } = interaction
  const asked = await findAsked(click.value, click, interaction)
  const answer = asked === undefined ? undefined : await desk.host.records.findAnswer(asked.turnId)
  if (answer === undefined) return await voice.say({ text: words.answers.gone }, signal)
  await voice.say({ text: words.answers.why, blocks: whyBlocks(answer, locale) }, signal)
}
