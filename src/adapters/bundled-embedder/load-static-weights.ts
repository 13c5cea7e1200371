import { readFileSync } from 'node:fs'
import { type ParsedWeights, parseWeights } from './static-weights.ts'

export type LoadedWeights = ParsedWeights | { readonly kind: 'unusable'; readonly reason: 'missing' | 'unreadable' }

/**
 * Reads the trained weights and checks them against their digest. One read of some 16 MB, in the time of a few frames;
 * what comes back looks into those bytes instead of copying them.
 */
export function loadStaticWeights(path: string): LoadedWeights {
  try {
    return parseWeights(readFileSync(path))
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { kind: 'unusable', reason: isMissing ? 'missing' : 'unreadable' }
  }
}
