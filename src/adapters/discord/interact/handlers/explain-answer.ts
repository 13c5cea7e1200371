import { whyMessage } from '../../render/render-reply.ts'
import type { Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { findAsked } from './find-asked.ts'

/** Says to whoever asks why Kiku searched where it did, and what it found. */
export async function explainAnswer(turnId: string, interaction: Interaction): Promise<void> {
  const { desk, locale, words, respond, signal } = interaction
  await respond.deferUpdate(signal)
  const asked = await findAsked(turnId, interaction)
  const answer = asked === undefined ? undefined : await desk.host.records.findAnswer(turnId)
  await respond.say(answer === undefined ? plainBody(words.answers.gone) : whyMessage(answer, locale), signal)
}
