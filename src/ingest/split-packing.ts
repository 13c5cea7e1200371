import type { Locator } from '../domain/document.ts'
import { estimateTokens } from '../domain/language/estimate-tokens.ts'
import type { Piece } from './split-blocks.ts'

/** The text of one chunk. */
export interface Passage {
  readonly text: string
  readonly locator: Locator
  /** What it is made of, and where in its text each begins. */
  readonly parts: readonly { readonly at: number; readonly piece: Piece }[]
}

export interface PackingLimits {
  readonly maxTokens: number
  readonly overlapTokens: number
}

/** A last passage below this share of the maximum is evened out with the one before it. */
const SMALL = 1 / 4

/** Fills passages with pieces, in order, none above the maximum. */
export function* packPieces(pieces: Iterable<Piece>, { maxTokens, overlapTokens }: PackingLimits): Generator<Passage> {
  let held: Draft | undefined
  let current = createDraft()
  for (const piece of pieces) {
    if (current.pieces.length === 0 || current.tokens + costOf(piece) <= maxTokens) {
      addPiece(current, piece)
      continue
    }
    if (held !== undefined) yield toPassage(held)
    held = current
    current = createDraft()
    if (introduces(held.pieces.at(-1)) && held.pieces.length > held.repeated + 1)
      moveIntroduction(held, current, piece, maxTokens)
    if (piece.continues && current.pieces.length === 0)
      repeatEnd(held, current, Math.min(overlapTokens, maxTokens - costOf(piece)))
    addPiece(current, piece)
  }
  if (held !== undefined && current.tokens < maxTokens * SMALL) [held, current] = evenOut(held, current, maxTokens)
  if (held !== undefined) yield toPassage(held)
  if (current.pieces.length > 0) yield toPassage(current)
}

interface Draft {
  readonly pieces: Piece[]
  /** How many of the first pieces repeat the end of the passage before. */
  repeated: number
  /** Upper bound of the size: sizes of pieces are rounded up one by one. */
  tokens: number
}

function createDraft(): Draft {
  return { pieces: [], repeated: 0, tokens: 0 }
}

function addPiece(draft: Draft, piece: Piece): void {
  draft.tokens += draft.pieces.length === 0 ? piece.tokens : costOf(piece)
  draft.pieces.push(piece)
}

function costOf(piece: Piece): number {
  return piece.tokens + estimateTokens(piece.glue)
}

// 'For example:' belongs to what follows it.
function introduces(piece: Piece | undefined): boolean {
  return piece !== undefined && piece.text.length <= 200 && /[:：]$/.test(piece.text)
}

function moveIntroduction(from: Draft, to: Draft, next: Piece, maxTokens: number): void {
  const piece = from.pieces.at(-1)
  if (piece === undefined || piece.tokens + costOf(next) > maxTokens) return
  from.pieces.pop()
  from.tokens -= costOf(piece)
  addPiece(to, piece)
}

// Only sentences of the paragraph that was cut are repeated, and never all of the passage.
function repeatEnd(from: Draft, to: Draft, room: number): void {
  let tokens = 0
  let first = from.pieces.length
  while (first > from.repeated + 1) {
    const piece = from.pieces[first - 1]
    if (piece === undefined || tokens + costOf(piece) > room) break
    tokens += costOf(piece)
    first -= 1
    if (!piece.continues) break
  }
  for (const piece of from.pieces.slice(first)) addPiece(to, piece)
  to.repeated = to.pieces.length
}

/** Moves pieces from the full passage to the small one until they are about as long as each other. */
function evenOut(full: Draft, small: Draft, maxTokens: number): [Draft, Draft] {
  const pieces = [...full.pieces, ...small.pieces.slice(small.repeated)]
  const half = pieces.reduce((sum, piece) => sum + costOf(piece), 0) / 2
  const left = createDraft()
  let at = 0
  for (let piece = pieces[at]; piece !== undefined; piece = pieces[at]) {
    if (left.pieces.length > 0 && left.tokens + costOf(piece) / 2 > half) break
    addPiece(left, piece)
    at += 1
  }
  left.repeated = full.repeated
  const right = createDraft()
  for (const piece of pieces.slice(at)) addPiece(right, piece)
  return left.tokens <= maxTokens && right.tokens <= maxTokens && right.pieces.length > 0
    ? [left, right]
    : [full, small]
}

function toPassage(draft: Draft): Passage {
  const parts: { at: number; piece: Piece }[] = []
  let joined = ''
  for (const piece of draft.pieces) {
    if (parts.length > 0) joined += piece.glue
    parts.push({ at: joined.length, piece })
    joined += piece.text
  }
  const rest = joined.replace(/^(?:[ \t]*\n)+/, '')
  const cut = joined.length - rest.length
  // A repeated sentence is not where the passage begins for a reader who looks it up, but close enough and never later.
  return {
    text: rest.trimEnd(),
    locator: draft.pieces[0]?.locator ?? {},
    parts: parts.map(({ at, piece }) => ({ at: Math.max(0, at - cut), piece })),
  }
}
