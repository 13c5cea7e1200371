import { allocateSegment, type Segment, sealSegment } from './segment.ts'

export interface MergeSource {
  readonly segment: Segment
  /** For each local document, 1 when it is still wanted. */
  readonly alive: Uint8Array
}

export interface MergeResult {
  readonly segment: Segment
  /** For each source, the new local id of each of its documents, or -1 where it was dropped. */
  readonly newLocals: readonly Int32Array[]
}

/** Merges segments into one without the dead documents. Documents keep the order of the sources. Pure. */
export function mergeSegments(sources: readonly MergeSource[]): MergeResult {
  const { newLocals, documentCount } = renumber(sources)
  const table = createTermTable(sources.reduce((sum, { segment }) => sum + segment.termCount, 0))
  const termMaps = sources.map((source, at) => countLivePostings(source, newLocals[at]!, table))
  const { kept, termCount, postingCount } = dropEmptyTerms(table)
  const merged = allocateSegment({ documentCount, termCount, postingCount })
  writeTerms(table, kept, merged)
  const next = merged.offsets.slice()
  for (const [at, { segment }] of sources.entries()) {
    copyPostings(segment, termMaps[at]!, kept, newLocals[at]!, merged, next)
    copyLengths(segment, newLocals[at]!, merged)
  }
  return { segment: sealSegment(merged), newLocals }
}

function renumber(sources: readonly MergeSource[]): { newLocals: Int32Array[]; documentCount: number } {
  let documentCount = 0
  const newLocals = sources.map(({ alive }) => Int32Array.from(alive, (live) => (live === 1 ? documentCount++ : -1)))
  return { newLocals, documentCount }
}

/** Terms of all sources by hash, with the number of live postings of each. */
interface TermTable {
  size: number
  readonly high: Uint32Array
  readonly low: Uint32Array
  readonly counts: Uint32Array
  readonly slots: Uint32Array
}

function createTermTable(capacity: number): TermTable {
  let slots = 4
  while (slots < capacity * 2) slots *= 2
  return {
    size: 0,
    high: new Uint32Array(capacity),
    low: new Uint32Array(capacity),
    counts: new Uint32Array(capacity),
    slots: new Uint32Array(slots),
  }
}

function findOrAdd(table: TermTable, high: number, low: number): number {
  const mask = table.slots.length - 1
  let slot = low & mask
  for (let found = table.slots[slot]!; found !== 0; found = table.slots[slot]!) {
    if (table.low[found - 1] === low && table.high[found - 1] === high) return found - 1
    slot = (slot + 1) & mask
  }
  table.high[table.size] = high
  table.low[table.size] = low
  table.slots[slot] = table.size + 1
  table.size += 1
  return table.size - 1
}

function countLivePostings({ segment }: MergeSource, newLocal: Int32Array, table: TermTable): Uint32Array {
  const termMap = new Uint32Array(segment.termCount)
  for (let term = 0; term < segment.termCount; term += 1) {
    const id = findOrAdd(table, segment.termHigh[term]!, segment.termLow[term]!)
    termMap[term] = id
    for (let at = segment.offsets[term]!; at < segment.offsets[term + 1]!; at += 1) {
      if (newLocal[segment.postingDocuments[at]!]! >= 0) table.counts[id]! += 1
    }
  }
  return termMap
}

function dropEmptyTerms(table: TermTable): { kept: Int32Array; termCount: number; postingCount: number } {
  const kept = new Int32Array(table.size)
  let termCount = 0
  let postingCount = 0
  for (let id = 0; id < table.size; id += 1) {
    kept[id] = table.counts[id] === 0 ? -1 : termCount++
    postingCount += table.counts[id]!
  }
  return { kept, termCount, postingCount }
}

function writeTerms(table: TermTable, kept: Int32Array, merged: Segment): void {
  for (let id = 0; id < table.size; id += 1) {
    const term = kept[id]!
    if (term < 0) continue
    merged.termHigh[term] = table.high[id]!
    merged.termLow[term] = table.low[id]!
    merged.offsets[term + 1] = merged.offsets[term]! + table.counts[id]!
  }
}

function copyPostings(
  segment: Segment,
  termMap: Uint32Array,
  kept: Int32Array,
  newLocal: Int32Array,
  merged: Segment,
  next: Uint32Array,
): void {
  for (let term = 0; term < segment.termCount; term += 1) {
    const target = kept[termMap[term]!]!
    if (target < 0) continue
    for (let at = segment.offsets[term]!; at < segment.offsets[term + 1]!; at += 1) {
      const local = newLocal[segment.postingDocuments[at]!]!
      if (local < 0) continue
      const place = next[target]!++
      merged.postingDocuments[place] = local
      merged.postingCounts[place] = segment.postingCounts[at]!
    }
  }
}

function copyLengths(segment: Segment, newLocal: Int32Array, merged: Segment): void {
  for (let local = 0; local < newLocal.length; local += 1) {
    const target = newLocal[local]!
    if (target >= 0) merged.lengths[target] = segment.lengths[local]!
  }
}
