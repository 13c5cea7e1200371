import type { EncoderInput } from './worker-messages.ts'

/**
 * The token ids of an input, at most `maxTokens` of them, start and end markers included. A text that is too long loses
 * its end (or its beginning) until the tokenizer itself says that it fits; the template around it stays whole.
 */
export function encodeWithin(
  { before, text, after, keep }: EncoderInput,
  maxTokens: number,
  encode: (text: string) => readonly number[],
): readonly number[] {
  const take = (length: number) => encode(`${before}${takeCharacters(text, length, keep)}${after}`)
  // Reading a whole book to keep a page of it would take seconds.
  let tooLong = Math.min(text.length, maxTokens * MOST_CHARACTERS_PER_TOKEN)
  const whole = take(tooLong)
  if (whole.length <= maxTokens) return whole
  let best = take(0)
  if (best.length >= maxTokens) return best.slice(0, maxTokens)
  let fits = 0
  for (let round = 0; round < ROUNDS && tooLong - fits > 1 && best.length < maxTokens - SLACK; round += 1) {
    // The first guess is by proportion, since most text has about as many characters to each token everywhere.
    const share = round === 0 ? (maxTokens - best.length) / (whole.length - best.length) : 1 / 2
    const length = Math.min(tooLong - 1, fits + Math.max(1, Math.floor((tooLong - fits) * share)))
    const ids = take(length)
    if (ids.length > maxTokens) {
      tooLong = length
    } else {
      fits = length
      best = ids
    }
  }
  return best
}

const MOST_CHARACTERS_PER_TOKEN = 16
/** Tokens that may stay unused, so that the search ends early. */
const SLACK = 2
const ROUNDS = 16

// Half a surrogate pair is no character.
function takeCharacters(text: string, length: number, keep: 'start' | 'end'): string {
  const taken = keep === 'start' ? text.slice(0, length) : text.slice(text.length - length)
  return taken.replace(keep === 'start' ? /[\ud800-\udbff]$/ : /^[\udc00-\udfff]/, '')
}
