import type { Answer } from '../../../../domain/answer.ts'
import { toKikuError } from '../../../../domain/errors.ts'
import type { CallDecision } from '../../../common/chat/tool-words.ts'
import { chatWords } from '../../../common/chat/words.ts'
import { authorIdOf } from '../../discord-ids.ts'
import { answerMessages } from '../../render/render-reply.ts'
import { parseCallRest } from '../action-ids.ts'
import { stateOf } from '../desk-state.ts'
import type { ClickData, Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { type Asked, findAsked } from './find-asked.ts'
import { askAgain, isSeenByAskerAlone } from './repeat-answer.ts'

export interface CallClick {
  /** What the button carries: the turn id and the id of the call. */
  readonly rest: string
  readonly isApproved: boolean
  readonly click: ClickData
}

/**
 * Takes what the asker decides about a call that waits. One that is approved is run, and the question answered anew in the
 * place of the message that was clicked, which works wherever that can be.
 */
export async function decideCall(click: CallClick, interaction: Interaction): Promise<void> {
  const { desk, words, respond, signal } = interaction
  const { turnId } = parseCallRest(click.rest)
  await respond.deferUpdate(signal)
  const isFree = desk.answers.running(turnId) === undefined
  // Of two clicks at once, the second would take the place of the answer that comes of the first.
  const hasRun = isFree && (await stateOf(desk).repetitions(`decide ${turnId}`, () => decide(click, interaction)))
  if (!hasRun) await respond.say(plainBody(words.answers.stillRunning), signal)
}

async function decide({ rest, isApproved, click }: CallClick, interaction: Interaction): Promise<void> {
  const { desk, person, locale, respond, signal } = interaction
  const { tools } = chatWords(locale)
  const { turnId, callId } = parseCallRest(rest)
  const tell = (text: string) => respond.say(plainBody(text), signal)
  const isEphemeral = isSeenByAskerAlone(turnId, click, interaction)
  const asked = await findAsked(turnId, interaction)
  if (asked === undefined || (asked.isPrivate && !isEphemeral)) return await tell(tools.gone)
  // Read before it is answered anew: it is what the clicked message shows.
  const answer = await desk.host.records.findAnswer(turnId)
  const by = authorIdOf(person.id)
  const outcome = await desk.host.approvals.decide({ turnId, callId, by, isApproved })
  const show = async (decision: CallDecision) => {
    if (answer?.pending?.callId === callId) await showDecision({ answer, decision, asked, isEphemeral }, interaction)
  }
  switch (outcome.kind) {
    case 'approved':
      await show('approved')
      return await askAgain({ asked, search: 'auto', isEphemeral, approved: outcome.call }, interaction)
    case 'declined':
      return await show('declined')
    case 'expired':
    case 'decided':
      await show(outcome.kind)
      return await tell(tools.decisions[outcome.kind])
    case 'not-yours':
      return await tell(tools.notYours)
    case 'gone':
      return await tell(tools.gone)
  }
}

interface Decided {
  readonly answer: Answer
  readonly decision: CallDecision
  readonly asked: Asked
  readonly isEphemeral: boolean
}

/** Takes the buttons away, and says in their place what became of the call. Never throws but for the end. */
async function showDecision(
  { answer, decision, asked, isEphemeral }: Decided,
  { desk, locale, respond, signal }: Interaction,
): Promise<void> {
  const { turnId, question } = asked
  const shown = isEphemeral ? {} : { question: question.text }
  const body = answerMessages(answer, { turnId, locale, decision, ...shown }).at(-1)
  try {
    if (body !== undefined) await respond.update(body, signal)
  } catch (thrown) {
    // A message with buttons of no use is no reason to keep back the answer.
    signal.throwIfAborted()
    desk.telemetry.warn('discord-decision-not-shown', { code: toKikuError(thrown).code })
  }
}
