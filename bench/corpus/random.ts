/** Numbers from 0 up to 1, the same for the same seed (mulberry32, Tommy Ettinger, public domain). */
export type Random = () => number

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from 0 up to `below`. */
export function drawInteger(random: Random, below: number): number {
  return Math.floor(random() * below)
}

/** Shuffles in place. */
export function shuffle<T>(values: T[], random: Random): T[] {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = drawInteger(random, at + 1)
    const value = values[at]!
    values[at] = values[other]!
    values[other] = value
  }
  return values
}
