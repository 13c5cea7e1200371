import { estimateTokens } from '../domain/language/estimate-tokens.ts'
import { splitSentences } from '../domain/language/sentences.ts'
import { weighContentTerms } from './content-terms.ts'

/**
 * The stretch of whole sentences around the one that matches the question best, within a token budget. A contiguous
 * piece of the text, so that quotes from it stay verbatim.
 */
export function trimPassage(text: string, question: string, maxTokens: number): string {
  if (estimateTokens(text) <= maxTokens) return text
  const wanted = weighContentTerms(question)
  const pieces = splitPieces(text, maxTokens).map(({ from, until }) => ({
    from,
    until,
    tokens: estimateTokens(text.slice(from, until)),
    score: sumMatches(wanted, text.slice(from, until)),
  }))
  const scores = pieces.map(({ score }) => score)
  const best = scores.indexOf(Math.max(...scores))
  let [first, last] = [best, best]
  let left = maxTokens - (pieces[best]?.tokens ?? 0)
  // What follows explains more often than what went before, so it grows forwards first.
  while (true) {
    const next = pieces[last + 1]
    const previous = pieces[first - 1]
    if (next !== undefined && next.tokens <= left) {
      left -= next.tokens
      last += 1
    } else if (previous !== undefined && previous.tokens <= left) {
      left -= previous.tokens
      first -= 1
    } else break
  }
  return text.slice(pieces[first]?.from ?? 0, pieces[last]?.until ?? 0).trim()
}

interface Piece {
  readonly from: number
  readonly until: number
}

// Sentences with the space after them; what is longer than the budget (tables, logs) is cut at lines, or anywhere.
function splitPieces(text: string, maxTokens: number): Piece[] {
  const starts = splitSentences(text).map((sentence) => sentence.start)
  return starts.flatMap((from, index) => splitLong(text, { from, until: starts[index + 1] ?? text.length }, maxTokens))
}

function splitLong(text: string, piece: Piece, maxTokens: number): Piece[] {
  if (estimateTokens(text.slice(piece.from, piece.until)) <= maxTokens) return [piece]
  const pieces: Piece[] = []
  let from = piece.from
  while (from < piece.until) {
    const lineEnd = text.indexOf('\n', from)
    const end = lineEnd === -1 || lineEnd >= piece.until ? piece.until : lineEnd + 1
    // A wide character is a token at worst.
    const until = Math.min(end, from + maxTokens)
    pieces.push({ from, until })
    from = until
  }
  return pieces
}

function sumMatches(wanted: ReadonlyMap<string, number>, text: string): number {
  let sum = 0
  for (const term of weighContentTerms(text).keys()) sum += wanted.get(term) ?? 0
  return sum
}
