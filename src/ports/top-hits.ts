import type { LegHit } from './lexical-index.ts'

/** Keeps the best `limit` hits of a stream: higher score first, lower ordinal first among equals. */
export interface TopHits {
  /** Takes the hit if it is good enough. */
  offer(ordinal: number, score: number): void
  /** The hits, best first. */
  list(): LegHit[]
}

/** A binary heap with the worst kept hit on top. */
export function createTopHits(limit: number): TopHits {
  const ordinals = new Int32Array(limit)
  const scores = new Float64Array(limit)
  let size = 0
  const worse = (a: number, b: number): boolean =>
    scores[a]! < scores[b]! || (scores[a] === scores[b] && ordinals[a]! > ordinals[b]!)
  const swap = (a: number, b: number): void => {
    const ordinal = ordinals[a]!
    const score = scores[a]!
    ordinals[a] = ordinals[b]!
    scores[a] = scores[b]!
    ordinals[b] = ordinal
    scores[b] = score
  }
  const sink = (): void => {
    for (let at = 0; ; ) {
      let child = 2 * at + 1
      if (child >= size) return
      if (child + 1 < size && worse(child + 1, child)) child += 1
      if (!worse(child, at)) return
      swap(at, child)
      at = child
    }
  }
  return {
    offer(ordinal, score) {
      if (size < limit) {
        ordinals[size] = ordinal
        scores[size] = score
        for (let at = size++; at > 0; ) {
          const parent = (at - 1) >> 1
          if (!worse(at, parent)) break
          swap(at, parent)
          at = parent
        }
        return
      }
      if (score < scores[0]! || (score === scores[0] && ordinal > ordinals[0]!)) return
      ordinals[0] = ordinal
      scores[0] = score
      sink()
    },
    list() {
      const hits = Array.from({ length: size }, (_, at) => ({ ordinal: ordinals[at]!, score: scores[at]! }))
      return hits.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)
    },
  }
}
