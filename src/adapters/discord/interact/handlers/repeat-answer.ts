import type { SearchMode } from '../../../../domain/message.ts'
import { parseTurnId } from '../../discord-ids.ts'
import { stateOf } from '../desk-state.ts'
import type { ClickData, Interaction } from '../interaction.ts'
import { isQuotedPlace } from '../menus/quoted-place.ts'
import { plainBody } from '../parts/message-parts.ts'
import { targetHere } from '../target-here.ts'
import { findAsked, isDirectFrom } from './find-asked.ts'

export interface Repetition {
  readonly turnId: string
  readonly search: SearchMode
  readonly click: ClickData
}

/** Has a question answered once more, for anybody who reads its answer. The new answer takes the place of the earlier. */
export async function repeatAnswer(repetition: Repetition, interaction: Interaction): Promise<void> {
  const { desk, words, respond, signal } = interaction
  const { turnId } = repetition
  const isFree = desk.answers.running(turnId) === undefined
  // Impatient people click twice.
  const hasRun = isFree && (await stateOf(desk).repetitions(turnId, () => repeat(repetition, interaction)))
  if (!hasRun) await respond.say(plainBody(words.answers.stillRunning), signal)
}

async function repeat({ turnId, search, click }: Repetition, interaction: Interaction): Promise<void> {
  const { desk, ref, person, locale, words, respond, signal } = interaction
  // Seen by those who see the answer that was clicked.
  const turn = parseTurnId(turnId)
  const isEphemeral = click.message.isEphemeral || (turn !== undefined && isDirectFrom(turn, interaction))
  await respond.defer(isEphemeral ? 'ephemeral' : 'public', signal)
  const asked = await findAsked(turnId, interaction)
  if (asked === undefined || (asked.isPrivate && !isEphemeral)) {
    return await respond.say(plainBody(words.answers.gone), signal)
  }
  if (isQuotedPlace(asked.place)) return await respond.say(plainBody(words.asked.quoteGone), signal)
  const { id, place, question } = asked
  await desk.answers.ask({
    // The click tells this repetition from others, and one that Discord delivers twice from two.
    id: `${id}~${ref.id}`,
    repeats: id,
    place,
    asker: person,
    text: question.text,
    search,
    locale,
    target: targetHere(isEphemeral, interaction),
    files: [],
    askedIn: asked.askedIn,
  })
}
