/**
 * Copies numbers into a vector of length 1. A vector of zeros stays one, since it has no direction.
 * @returns undefined when a number is not finite.
 */
export function toUnitVector(numbers: ArrayLike<number>): Float32Array | undefined {
  const norm = vectorLength(numbers)
  if (!Number.isFinite(norm)) return undefined
  const vector = Float32Array.from(numbers)
  if (norm === 0) return vector
  for (let at = 0; at < vector.length; at += 1) vector[at] = (numbers[at] ?? 0) / norm
  return vector
}

/** Euclidean length. */
export function vectorLength(numbers: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < numbers.length; at += 1) sum += (numbers[at] ?? 0) ** 2
  return Math.sqrt(sum)
}

/** Cosine of two vectors over the numbers that both have; 0 when either is all zeros. */
export function cosineOf(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const shared = Math.min(first.length, second.length)
  let dot = 0
  let firstSquares = 0
  let secondSquares = 0
  for (let at = 0; at < shared; at += 1) {
    const a = first[at] ?? 0
    const b = second[at] ?? 0
    dot += a * b
    firstSquares += a * a
    secondSquares += b * b
  }
  const lengths = Math.sqrt(firstSquares) * Math.sqrt(secondSquares)
  return lengths === 0 ? 0 : dot / lengths
}
