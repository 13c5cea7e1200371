const SHINGLE = 8
/** One shingle in so many is kept, by its hash: enough to compare, cheap to make. */
const SAMPLED = 4
const MOST_CHARACTERS = 4000
/** A text is dropped from this share of its shingles that an earlier one has. A longer one that says more stays. */
const SAME = 0.85

/**
 * Drops texts that repeat an earlier one almost word for word, such as overlapping chunks and copied files. One with a number
 * that the earlier one does not have says something else.
 */
export function dropNearDuplicates<T extends { readonly text: string }>(items: readonly T[]): T[] {
  const kept: { readonly item: T; readonly shingles: ReadonlySet<number>; readonly numbers: ReadonlySet<string> }[] = []
  for (const item of items) {
    const shingles = sampleShingles(item.text)
    const numbers = listNumbers(item.text)
    const isRepeated = kept.some(
      (other) => shareFoundIn(other.shingles, shingles) >= SAME && isWithin(numbers, other.numbers),
    )
    if (!isRepeated) kept.push({ item, shingles, numbers })
  }
  return kept.map(({ item }) => item)
}

function listNumbers(text: string): Set<string> {
  return new Set(
    text
      .slice(0, MOST_CHARACTERS)
      .normalize('NFKC')
      .match(/\d+|[一二三四五六七八九十百千万億]+/g),
  )
}

function isWithin(numbers: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...numbers].every((number) => others.has(number))
}

function sampleShingles(text: string): Set<number> {
  const plain = text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '')
  const shingles = new Set<number>()
  for (let at = 0; at + SHINGLE <= plain.length; at += 1) {
    const hash = hashShingle(plain, at)
    if (hash % SAMPLED === 0) shingles.add(hash)
  }
  // Short texts keep a fingerprint of the whole, so that equal ones still meet.
  if (shingles.size < SAMPLED) shingles.add(hashShingle(plain, 0, plain.length))
  return shingles
}

// FNV-1a over UTF-16 units.
function hashShingle(text: string, start: number, length = SHINGLE): number {
  let hash = 0x811c9dc5
  for (let at = start; at < start + length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

function shareFoundIn(earlier: ReadonlySet<number>, later: ReadonlySet<number>): number {
  let found = 0
  for (const shingle of later) if (earlier.has(shingle)) found += 1
  return later.size === 0 ? 0 : found / later.size
}
