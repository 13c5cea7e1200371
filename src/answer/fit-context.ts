import type { Evidence } from '../domain/evidence.ts'
import { estimateTokens } from '../domain/language/estimate-tokens.ts'
import { dropNearDuplicates } from './drop-near-duplicates.ts'
import { trimPassage } from './trim-passage.ts'

/** A piece of evidence as it stands in the prompt. */
export interface Passage {
  /** From 1: what the model cites. */
  readonly number: number
  readonly evidence: Evidence
  /** The evidence's text, or the contiguous part of it that fits. */
  readonly text: string
}

export interface FittedContext {
  readonly passages: readonly Passage[]
  /** Pieces of evidence that were found, before any was left out. */
  readonly found: number
}

/** Title, location, fences and the blank lines around them. */
const FRAME_TOKENS = 60
/** A passage longer than this gives way to others, trimmed to what matches. */
const LONG_TOKENS = 700
/** Less than this is not worth a place. */
const SHORTEST_TOKENS = 60
const MOST_PASSAGES = 10

/**
 * Packs evidence into a token budget, the best first; passages of one document end up side by side in reading order.
 * Nothing is cut silently: what is left out shows in the counts, and long passages shrink to whole sentences.
 */
export function fitContext(evidence: readonly Evidence[], question: string, budgetTokens: number): FittedContext {
  const chosen: { readonly evidence: Evidence; readonly text: string }[] = []
  let left = budgetTokens
  for (const item of dropNearDuplicates(evidence)) {
    if (chosen.length === MOST_PASSAGES) break
    const frame = FRAME_TOKENS + estimateTokens(item.title) + estimateTokens(item.location)
    const room = Math.min(left - frame, LONG_TOKENS)
    if (room < SHORTEST_TOKENS && estimateTokens(item.text) > room) continue
    const text = trimPassage(item.text, question, room)
    chosen.push({ evidence: item, text })
    left -= frame + estimateTokens(text)
  }
  const passages = keepNeighboursTogether(chosen).map((passage, index) => ({ ...passage, number: index + 1 }))
  return { passages, found: evidence.length }
}

function keepNeighboursTogether<T extends { readonly evidence: Evidence }>(chosen: readonly T[]): T[] {
  const groups = new Map<string, T[]>()
  for (const item of chosen) {
    const group = groups.get(item.evidence.location)
    if (group === undefined) groups.set(item.evidence.location, [item])
    else group.push(item)
  }
  // Keys grow with the position in the document.
  return [...groups.values()].flatMap((group) => group.sort((left, right) => left.evidence.key - right.evidence.key))
}
