/** A 64-bit hash of a term as two unsigned 32-bit halves: two multiplicative hashes with different constants. */
export function hashTerm(term: string): readonly [high: number, low: number] {
  let high = 0x9e3779b9
  let low = 0x811c9dc5
  for (let at = 0; at < term.length; at += 1) {
    const unit = term.charCodeAt(at)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x85ebca6b)
    high ^= high >>> 13
  }
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35)
  return [(high ^ (high >>> 16)) >>> 0, (low ^ (low >>> 13)) >>> 0]
}
