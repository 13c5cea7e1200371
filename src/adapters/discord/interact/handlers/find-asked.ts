import type { Turn } from '../../../../domain/thread.ts'
import { type DiscordPlace, type MessageAddress, parseThreadId, parseTurnId } from '../../discord-ids.ts'
import type { Interaction } from '../interaction.ts'
import { isWrittenBy } from '../people.ts'
import { readingChannelHere } from '../place-here.ts'

/** A question that a button is about. */
export interface Asked {
  readonly turnId: string
  /** Id of its message, command or click. */
  readonly id: string
  readonly question: Turn
  readonly place: DiscordPlace
  /** Whether the asker alone was to see the answer. */
  readonly isPrivate: boolean
  /** Where it was asked, if that was with a message. */
  readonly askedIn: MessageAddress
}

/**
 * Finds the question behind a button. One of another server or channel is not found, since its answer would be shown to
 * the readers here, and a private one by its asker only.
 * @returns undefined when it is not kept, or not for this person
 */
export async function findAsked(turnId: string, interaction: Interaction): Promise<Asked | undefined> {
  const { desk, person, where } = interaction
  const turn = parseTurnId(turnId)
  if (turn === undefined || !(isDirectFrom(turn, interaction) || (await belongsHere(turn, interaction)))) {
    return undefined
  }
  const question = await desk.host.records.findQuestion(turnId)
  const thread = question === undefined ? undefined : parseThreadId(question.threadId)
  if (question === undefined || thread === undefined) return undefined
  const { isPrivate, ...place } = thread
  // The conversation is asked in again: it must be of the same place as the turn that was checked.
  if (!isSamePlace(place, turn)) return undefined
  const isForAsker = isPrivate || isDirectFrom(turn, interaction)
  if (isForAsker && !isWrittenBy(question.author.id, person.id)) return undefined
  // In its own thread a question does not stand, but where that hangs.
  const channelId = where.channelId === turn.message ? place.channel : where.channelId
  return { turnId, id: turn.message, question, place, isPrivate, askedIn: { channelId, messageId: turn.message } }
}

/** Whether an answer to something asked in a server was clicked in direct messages, where its asker gets some. */
export function isDirectFrom({ guild }: { readonly guild: string }, { where }: Pick<Interaction, 'where'>): boolean {
  return where.context === 'direct' && guild !== where.guild
}

/** Whether what is kept of a channel is for those who read the place in which this was clicked. */
export async function belongsHere(
  { guild, channel }: { readonly guild: string; readonly channel: string },
  interaction: Interaction,
): Promise<boolean> {
  const { where } = interaction
  if (guild !== where.guild) return false
  return channel === where.channelId || channel === (await readingChannelHere(interaction))
}

function isSamePlace(
  one: { readonly guild: string; readonly channel: string },
  other: { readonly guild: string; readonly channel: string },
): boolean {
  return one.guild === other.guild && one.channel === other.channel
}
