/** Mixes whole numbers into one seed, so that every step, row and side draws from a stream of its own. */
export function mixSeed(...parts: readonly number[]): number {
  let value = 0x9e3779b9
  for (const part of parts) {
    value = Math.imul(value ^ part, 0x85ebca6b)
    value = Math.imul(value ^ (value >>> 15), 0xc2b2ae35)
    value ^= value >>> 13
  }
  return value >>> 0
}

/** Mulberry32: numbers from 0 up to 1. Small, quick and good enough for drawing batches. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 0x100000000
  }
}
