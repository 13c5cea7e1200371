import type { SearchMode } from '../../../../domain/message.ts'
import type { PendingCall } from '../../../../domain/tool.ts'
import { parseTurnId } from '../../discord-ids.ts'
import { stateOf } from '../desk-state.ts'
import type { ClickData, Interaction } from '../interaction.ts'
import { isQuotedPlace } from '../menus/quoted-place.ts'
import { plainBody } from '../parts/message-parts.ts'
import { targetHere } from '../target-here.ts'
import { type Asked, findAsked, isDirectFrom } from './find-asked.ts'

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
  const { words, respond, signal } = interaction
  const isEphemeral = isSeenByAskerAlone(turnId, click, interaction)
  await respond.defer(isEphemeral ? 'ephemeral' : 'public', signal)
  const asked = await findAsked(turnId, interaction)
  if (asked === undefined || (asked.isPrivate && !isEphemeral)) {
    return await respond.say(plainBody(words.answers.gone), signal)
  }
  if (isQuotedPlace(asked.place)) return await respond.say(plainBody(words.asked.quoteGone), signal)
  await askAgain({ asked, search, isEphemeral }, interaction)
}

/** Whether the answer that was clicked is seen by its asker only; then what comes of the click is, too. */
export function isSeenByAskerAlone(turnId: string, { message }: ClickData, interaction: Interaction): boolean {
  const turn = parseTurnId(turnId)
  return message.isEphemeral || (turn !== undefined && isDirectFrom(turn, interaction))
}

export interface AskingAgain {
  readonly asked: Asked
  readonly search: SearchMode
  readonly isEphemeral: boolean
  /** A call that the asker has approved. */
  readonly approved?: PendingCall
}

/** Has a question answered once more, in the response to the click. */
export async function askAgain(
  { asked, search, isEphemeral, approved }: AskingAgain,
  interaction: Interaction,
): Promise<void> {
  const { desk, ref, person, locale } = interaction
  const { id, place, question, askedIn } = asked
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
    askedIn,
    ...(approved === undefined ? {} : { approved }),
  })
}
