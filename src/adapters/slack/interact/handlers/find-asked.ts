import type { Turn } from '../../../../domain/thread.ts'
import { parseThreadId, type SlackPlace } from '../../slack-ids.ts'
import type { Click } from '../click.ts'
import type { Interaction } from '../interaction.ts'
import { isWrittenBy, parseTurnId } from '../people.ts'

/** A question that a button is about. */
export interface Asked {
  readonly turnId: string
  /** Id of its message. */
  readonly id: string
  readonly question: Turn
  readonly place: SlackPlace
  /** Whether the asker alone was to see the answer. */
  readonly isPrivate: boolean
}

/**
 * Finds the question behind a button. One of another channel is not found: its answer would be given to the readers here.
 * A private one is found by its asker, wherever Slack let Kiku show it, and by those who see it shared.
 * @returns undefined when it is not kept, or not for this person
 */
export async function findAsked(turnId: string, click: Click, { desk }: Interaction): Promise<Asked | undefined> {
  const { team } = desk.identity
  const turn = parseTurnId(turnId, team)
  if (turn === undefined || click.channel === undefined) return undefined
  const question = await desk.host.records.findQuestion(turnId)
  const thread = question === undefined ? undefined : parseThreadId(question.threadId)
  if (question === undefined || thread === undefined) return undefined
  const { isPrivate, ...place } = thread
  const isForPerson = isPrivate
    ? isWrittenBy(question.author.id, click.user) || (await isShownHere(turnId, click, desk))
    : turn.channel === click.channel
  return isForPerson ? { turnId, id: turn.id, question, place, isPrivate } : undefined
}

async function isShownHere(
  turnId: string,
  { channel, messageTs }: Click,
  { host, identity }: Interaction['desk'],
): Promise<boolean> {
  if (channel === undefined || messageTs === undefined) return false
  const address = { surface: 'slack', workspace: identity.team, channel, messageId: messageTs }
  return (await host.replies.find(address))?.turnId === turnId
}
