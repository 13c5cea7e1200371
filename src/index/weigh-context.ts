import type { WeightedText } from '../ports/lexical-index.ts'
import type { IndexQuery } from './unified-index.ts'

/** Turns that count, at most. */
const MOST_TURNS = 8

/** What an earlier turn weighs beside the question's 1, and how that fades with each turn before it. */
const USER_WEIGHT = 0.3
const ASSISTANT_WEIGHT = 0.03
const FADE = 0.8

/**
 * The parts of a lexical query: the question, then its context at lesser weight. Assistant turns are long and pull
 * the search back to what was already said, so they count a tenth of the user's.
 */
export function weighContext({ text, context = [] }: Pick<IndexQuery, 'text' | 'context'>): WeightedText[] {
  const recent = context.slice(-MOST_TURNS)
  const turns = recent.map((turn, at) => ({
    text: turn.text,
    weight: (turn.role === 'user' ? USER_WEIGHT : ASSISTANT_WEIGHT) * FADE ** (recent.length - 1 - at),
  }))
  return [{ text, weight: 1 }, ...turns]
}
