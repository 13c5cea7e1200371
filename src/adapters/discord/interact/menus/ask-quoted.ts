import type { SearchMode } from '../../../../domain/message.ts'
import type { Interaction } from '../interaction.ts'
import { targetHere } from '../target-here.ts'
import { quotedPlace } from './quoted-place.ts'

export interface QuotedQuestion {
  readonly text: string
  /** Messages of others, with who wrote them. */
  readonly quoted: string
  readonly search: SearchMode
}

/** Answers a question about messages of others for the asker alone. The interaction was deferred so. */
export async function askAboutQuoted(question: QuotedQuestion, interaction: Interaction): Promise<void> {
  const { desk, ref, person, where, locale, signal } = interaction
  const place = quotedPlace(await desk.answers.placeFor(where, ref.id, true, signal), ref.id)
  const target = targetHere(true, interaction)
  await desk.answers.ask({ ...question, id: ref.id, place, asker: person, locale, target, files: [] })
}
