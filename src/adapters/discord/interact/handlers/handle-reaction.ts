import { authorIdOf } from '../../discord-ids.ts'
import type { ArrivedReaction } from '../../receive/arrival.ts'
import type { InteractionDesk } from '../interaction-desk.ts'

const UP = new Set([
  '👍',
  '✅',
  '✔',
  '☑',
  '👌',
  '🆗',
  '⭕',
  '💯',
  '🎉',
  '👏',
  '🙌',
  '🙏',
  '💪',
  '⭐',
  '🌟',
  '✨',
  '🙇',
  '💮',
])
const HEARTS = new Set(['❤', '🧡', '💛', '💚', '💙', '💜', '😍', '🫶'])
const DOWN = new Set(['👎', '❌', '❎', '✖', '⛔', '🚫', '🙅', '💔'])

/** What a reaction says of an answer. Most say nothing: eyes, question marks, laughter. */
export function feedbackOf(emoji: string): 'up' | 'down' | undefined {
  // Whether it is shown in colour, in whose skin and by whom is no opinion.
  const plain = emoji.replace(/\ufe0f|[\u{1f3fb}-\u{1f3ff}]|\u200d[♀♂]/gu, '')
  if (UP.has(plain) || HEARTS.has(plain)) return 'up'
  return DOWN.has(plain) ? 'down' : undefined
}

/**
 * Keeps a reaction to one of Kiku's answers as feedback, as a click on its buttons would be. Taking a reaction away takes
 * nothing back: the last word stays until the person gives another.
 */
export async function handleReaction(
  { guild, channelId, messageId, user, emoji, isAdded }: ArrivedReaction,
  { host, identity, clock }: InteractionDesk,
): Promise<void> {
  const verdict = isAdded ? feedbackOf(emoji) : undefined
  if (verdict === undefined || user === identity.user) return
  const reply = await host.replies.find({ surface: 'discord', workspace: guild, channel: channelId, messageId })
  // A reply that was stopped or failed is no answer to be judged.
  if (reply === undefined || (await host.records.findAnswer(reply.turnId)) === undefined) return
  await host.records.giveFeedback({ turnId: reply.turnId, authorId: authorIdOf(user), verdict, at: clock.now() })
}
