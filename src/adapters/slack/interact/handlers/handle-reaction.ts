import type { ArrivedReaction } from '../../receive/arrival.ts'
import { authorIdOf } from '../../slack-ids.ts'
import type { InteractionDesk } from '../interaction-desk.ts'

const UP = new Set([
  ...['+1', 'thumbsup', 'heavy_check_mark', 'white_check_mark', 'ballot_box_with_check', 'ok', 'ok_hand', 'o'],
  ...['100', 'tada', 'clap', 'raised_hands', 'pray', 'muscle', 'star', 'star2', 'sparkles', 'heart', 'heart_eyes'],
  ...['yellow_heart', 'green_heart', 'blue_heart', 'purple_heart', 'orange_heart', 'white_flower', 'bow'],
  ...['arigatou', 'arigato', 'arigatougozaimasu', 'iine', 'naruhodo', 'sasuga', 'ありがとう', 'いいね', 'なるほど'],
])
const DOWN = new Set([
  ...['-1', 'thumbsdown', 'x', 'negative_squared_cross_mark', 'no_entry', 'no_entry_sign', 'no_good', 'wrong'],
  ...['no_good-man', 'no_good-woman', 'man-gesturing-no', 'woman-gesturing-no', 'broken_heart', 'chigau', '違う'],
])

/** What a reaction says of an answer. Most say nothing: eyes, question marks, laughter. @param name without colons */
export function feedbackOf(name: string): 'up' | 'down' | undefined {
  // Skin tones are no opinion: `+1::skin-tone-3`.
  const plain = name.replace(/::.*$/, '')
  if (UP.has(plain)) return 'up'
  return DOWN.has(plain) ? 'down' : undefined
}

/**
 * Keeps a reaction to one of Kiku's answers as feedback, as a click on its buttons would be. Taking a reaction away takes
 * nothing back: the last word stays until the person gives another.
 * @returns what was kept
 */
export async function handleReaction(
  { team, channel, ts, user, userTeam, name, isAdded }: ArrivedReaction,
  { host, identity, directory, clock }: InteractionDesk,
): Promise<'up' | 'down' | undefined> {
  const verdict = isAdded ? feedbackOf(name) : undefined
  if (verdict === undefined || user === identity.user || directory.peekUser(user)?.isBot === true) return undefined
  const reply = await host.replies.find({ surface: 'slack', workspace: team, channel, messageId: ts })
  // A reply that was stopped or failed is no answer to be judged.
  if (reply === undefined || (await host.records.findAnswer(reply.turnId)) === undefined) return undefined
  const authorId = authorIdOf({ team: userTeam, user })
  await host.records.giveFeedback({ turnId: reply.turnId, authorId, verdict, at: clock.now() })
  return verdict
}
