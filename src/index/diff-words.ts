/** A word that only one of two texts has. */
export interface WordEdit {
  readonly side: 'a' | 'b'
  readonly at: number
  /** It stands before the first or after the last word that both have, and the other text has nothing there. */
  readonly isEdge: boolean
}

/**
 * The words that have to go from one text and come in from the other to make them equal: the fewest, found with the greedy
 * method of Myers ("An O(ND) difference algorithm and its variations", 1986), whose cost grows with what differs.
 * @returns undefined when more than `most` differ
 */
export function diffWords(a: readonly string[], b: readonly string[], most: number): readonly WordEdit[] | undefined {
  const start = commonStart(a, b)
  const end = commonEnd(a, b, start)
  const [n, m] = [a.length - start - end, b.length - start - end]
  if (Math.abs(n - m) > most) return undefined
  const trace: Int32Array[] = []
  // reach[diagonal + most + 1]: how far into `a` the paths on a diagonal (places in a less places in b) have come.
  const reach = new Int32Array(2 * most + 3)
  const origin = most + 1
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(reach.slice())
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = takesFromB(reach, origin, diagonal, edits)
        ? reach[origin + diagonal + 1]!
        : reach[origin + diagonal - 1]! + 1
      if (edits === 0) x = 0
      while (x < n && x - diagonal < m && a[start + x] === b[start + x - diagonal]) x += 1
      reach[origin + diagonal] = x
      if (x >= n && x - diagonal >= m) return markEdges(walkBack(trace, origin, n, m, start), a.length, b.length)
    }
  }
  return undefined
}

type PlainEdit = Omit<WordEdit, 'isEdge'>

function takesFromB(reach: Int32Array, origin: number, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true
  return diagonal !== edits && reach[origin + diagonal - 1]! < reach[origin + diagonal + 1]!
}

function walkBack(trace: readonly Int32Array[], origin: number, n: number, m: number, start: number): PlainEdit[] {
  const edits: PlainEdit[] = []
  let [x, y] = [n, m]
  for (let count = trace.length - 1; count > 0; count -= 1) {
    const reach = trace[count]!
    const fromB = takesFromB(reach, origin, x - y, count)
    const before = x - y + (fromB ? 1 : -1)
    x = reach[origin + before]!
    y = x - before
    edits.push(fromB ? { side: 'b', at: start + y } : { side: 'a', at: start + x })
  }
  return edits.reverse()
}

/** An edge belongs to one text alone: where both have words there, one was put in the place of the other. */
function markEdges(edits: readonly PlainEdit[], lengthA: number, lengthB: number): WordEdit[] {
  const own = { a: new Set<number>(), b: new Set<number>() }
  for (const { side, at } of edits) own[side].add(at)
  const lengths = { a: lengthA, b: lengthB }
  const runs = (side: 'a' | 'b') => {
    let [head, tail] = [0, lengths[side]]
    while (own[side].has(head)) head += 1
    while (tail > head && own[side].has(tail - 1)) tail -= 1
    return { head, tail }
  }
  const ends = { a: runs('a'), b: runs('b') }
  const isHead = ends.a.head === 0 || ends.b.head === 0
  const isTail = ends.a.tail === lengthA || ends.b.tail === lengthB
  return edits.map(({ side, at }) => {
    const { head, tail } = ends[side]
    return { side, at, isEdge: (at < head && isHead) || (at >= tail && isTail) }
  })
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1
  return at
}

function commonEnd(a: readonly string[], b: readonly string[], start: number): number {
  let count = 0
  while (a.length - count > start && b.length - count > start && a[a.length - 1 - count] === b[b.length - 1 - count]) {
    count += 1
  }
  return count
}
