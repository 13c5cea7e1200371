import { isBeyond } from '../../../../domain/audience.ts'
import type { MessageBody } from '../../render/message-body.ts'
import { sourcesMessage } from '../../render/render-reply.ts'
import type { Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { findAsked } from './find-asked.ts'

/** Shows whoever asks what an answer draws on. What was forgotten since is not shown anew. */
export async function showSources(turnId: string, interaction: Interaction): Promise<void> {
  const { respond, signal } = interaction
  await respond.deferUpdate(signal)
  await respond.say(await describeSources(turnId, interaction), signal)
}

async function describeSources(turnId: string, interaction: Interaction): Promise<MessageBody> {
  const { desk, person, locale, words, signal } = interaction
  const asked = await findAsked(turnId, interaction)
  const answer = asked === undefined ? undefined : await desk.host.records.findAnswer(turnId)
  if (asked === undefined || answer === undefined) return plainBody(words.answers.gone)
  if (answer.citations.length === 0) return plainBody(words.asked.noSources)
  if (!(await desk.host.records.isIntact(answer))) return plainBody(words.asked.sourcesGone)
  // Who reads here, and what they may read, can have changed since.
  const audience = await desk.audiences.forPerson(person.id, asked.place, signal)
  if (isBeyond(answer.audiences ?? [], audience)) return plainBody(words.asked.sourcesGone)
  return sourcesMessage(answer, locale)
}
