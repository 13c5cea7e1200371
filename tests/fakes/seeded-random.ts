/** Numbers from 0 (inclusive) to 1 (exclusive), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function randomUnitVector(random: () => number, dimension: number): Float32Array {
  const numbers = Array.from({ length: dimension }, () => random() + random() + random() - 1.5)
  const length = Math.hypot(...numbers)
  return Float32Array.from(numbers, (number) => number / length)
}
