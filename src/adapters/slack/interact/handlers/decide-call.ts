import { z } from 'zod'
import type { Answer } from '../../../../domain/answer.ts'
import { toKikuError } from '../../../../domain/errors.ts'
import { createOneAtATime } from '../../../common/chat/one-at-a-time.ts'
import type { CallDecision } from '../../../common/chat/tool-words.ts'
import { chatWords } from '../../../common/chat/words.ts'
import { plainText } from '../../render/plain-text.ts'
import { decidedBlocks } from '../../render/render-reply.ts'
import { authorIdOf } from '../../slack-ids.ts'
import { parseCallValue } from '../action-ids.ts'
import type { Click } from '../click.ts'
import type { Interaction } from '../interaction.ts'
import { isWrittenBy } from '../people.ts'
import { findAsked } from './find-asked.ts'
import { repeat } from './repeat-answer.ts'

const UPDATE_MS = 15_000
const DONE = z.object({})

/** Takes what the asker decides about a call that waits. */
export type DecideCall = (click: Click, isApproved: boolean, interaction: Interaction) => Promise<void>

/** @returns a handler that decides once where impatient people click twice */
export function createDecideCall(): DecideCall {
  const oneAtATime = createOneAtATime()
  return async (click, isApproved, interaction) => {
    const { desk, words, voice, signal } = interaction
    const { turnId } = parseCallValue(click.value)
    const isFree = desk.answers.running(turnId) === undefined
    const hasRun = isFree && (await oneAtATime(turnId, () => decide(click, isApproved, interaction)))
    if (!hasRun) await voice.say({ text: words.answers.stillRunning, isBeside: true }, signal)
  }
}

/** A call that is approved is run, and the question answered anew. */
async function decide(click: Click, isApproved: boolean, interaction: Interaction): Promise<void> {
  const { desk, person, locale, voice, signal } = interaction
  const { tools } = chatWords(locale)
  const { turnId, callId } = parseCallValue(click.value)
  const tell = (text: string) => voice.say({ text, isBeside: true }, signal)
  const asked = await findAsked(turnId, click, interaction)
  if (asked === undefined) return await tell(tools.gone)
  // Read before it is answered anew: it is what the clicked message shows.
  const answer = await desk.host.records.findAnswer(turnId)
  const author = asked.question.author.id
  // Slack's user ids are unique, while the workspace that a click names may be another one.
  const by = isWrittenBy(author, click.user) ? author : authorIdOf(person)
  const outcome = await desk.host.approvals.decide({ turnId, callId, by, isApproved })
  const show = (decision: CallDecision) =>
    answer?.pending?.callId === callId ? showDecision(answer, decision, turnId, click, interaction) : undefined
  switch (outcome.kind) {
    case 'approved': {
      // A private message makes room for the answer by itself.
      const shown = click.isPrivate ? undefined : show('approved')
      await Promise.all([repeat({ asked, click, search: 'auto', approved: outcome.call }, interaction), shown])
      return
    }
    case 'declined':
      return await show('declined')
    case 'expired':
    case 'decided':
      if (!click.isPrivate) await tell(tools.decisions[outcome.kind])
      return await show(outcome.kind)
    case 'not-yours':
      return await tell(tools.notYours)
    case 'gone':
      return await tell(tools.gone)
  }
}

/** Takes the buttons away, and says in their place what became of the call. Never throws but for the end. */
async function showDecision(
  answer: Answer,
  decision: CallDecision,
  turnId: string,
  { channel, messageTs, isPrivate }: Click,
  { desk, locale, voice, signal }: Interaction,
): Promise<void> {
  const text = `${plainText(answer.text)} ${chatWords(locale).tools.decisions[decision]}`
  const blocks = decidedBlocks(answer, { turnId, locale, isPrivate, decision })
  // What one person alone sees can be changed by the click only.
  if (isPrivate) return await voice.say({ text, blocks }, signal)
  if (channel === undefined || messageTs === undefined) return
  try {
    const message = { channel, ts: messageTs, text, blocks, parse: 'none', link_names: false }
    await desk.api.call('chat.update', { arguments: message, schema: DONE, signal, timeoutMs: UPDATE_MS })
  } catch (thrown) {
    signal.throwIfAborted()
    desk.telemetry.warn('slack-decision-not-shown', { code: toKikuError(thrown).code })
  }
}
