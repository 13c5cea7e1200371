/** Sources whose questions say what they are after: scores are calibrated on them. */
const SOURCES = new Set(['medquad', 'jawikinews'])

const BLOCK = 64
const EVERY = 4

/**
 * Says of each line of the pairs, asked once for each in the order of the file, whether it is kept from training the
 * embedder, so that scores can be calibrated on what it has not seen: a fourth of two sources, in blocks, since pairs of one
 * document stand together.
 */
export function createHoldOut(): (source: string) => boolean {
  const seen = new Map<string, number>()
  return (source) => {
    if (!SOURCES.has(source)) return false
    const count = seen.get(source) ?? 0
    seen.set(source, count + 1)
    return Math.floor(count / BLOCK) % EVERY === EVERY - 1
  }
}
