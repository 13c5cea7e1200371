/**
 * An immutable piece of the index: postings in typed arrays over one shared buffer, so that it can be written to disk,
 * read back and handed to a worker as it is. Terms are kept as 64-bit hashes: two of a million terms share one with a
 * probability under 1e-7, and then merely count together.
 */
export interface Segment {
  readonly buffer: SharedArrayBuffer
  readonly documentCount: number
  readonly termCount: number
  readonly postingCount: number
  /** Sum of all document lengths, in terms. */
  readonly totalLength: number
  /** Open-addressed table: term id plus one, or 0 for an empty slot. Its length is a power of two. */
  readonly slots: Uint32Array
  readonly termHigh: Uint32Array
  readonly termLow: Uint32Array
  /** Postings of term `t` are at `offsets[t]` up to `offsets[t + 1]`. */
  readonly offsets: Uint32Array
  /** Length of each document, in terms. */
  readonly lengths: Uint32Array
  readonly postingDocuments: Uint32Array
  /** Occurrences, at most 255. */
  readonly postingCounts: Uint8Array
}

export interface SegmentShape {
  readonly documentCount: number
  readonly termCount: number
  readonly postingCount: number
}

const HEADER_WORDS = 6
const FORMAT = 1

/** Allocates an empty segment; the caller fills the arrays and then calls `sealSegment`. */
export function allocateSegment(shape: SegmentShape): Segment {
  const buffer = new SharedArrayBuffer(byteLengthOf(shape))
  const header = new Uint32Array(buffer, 0, HEADER_WORDS)
  header.set([FORMAT, shape.documentCount, shape.termCount, shape.postingCount])
  return layOut(buffer, shape, 0)
}

/** Fills the term table and the total length of a segment whose other arrays are complete. */
export function sealSegment(segment: Segment): Segment {
  const mask = segment.slots.length - 1
  for (let term = 0; term < segment.termCount; term += 1) {
    let slot = segment.termLow[term]! & mask
    while (segment.slots[slot] !== 0) slot = (slot + 1) & mask
    segment.slots[slot] = term + 1
  }
  let totalLength = 0
  for (const length of segment.lengths) totalLength += length
  const header = new Uint32Array(segment.buffer, 0, HEADER_WORDS)
  header[4] = totalLength >>> 0
  header[5] = Math.floor(totalLength / 2 ** 32)
  return { ...segment, totalLength }
}

/** Views a buffer that holds a segment. @returns undefined when its sizes do not add up. */
export function viewSegment(buffer: SharedArrayBuffer): Segment | undefined {
  if (buffer.byteLength < HEADER_WORDS * 4) return undefined
  const [format, documentCount, termCount, postingCount, low, high] = new Uint32Array(buffer, 0, HEADER_WORDS)
  const shape = { documentCount: documentCount!, termCount: termCount!, postingCount: postingCount! }
  if (format !== FORMAT || byteLengthOf(shape) !== buffer.byteLength) return undefined
  return layOut(buffer, shape, high! * 2 ** 32 + low!)
}

/** @returns the id of the term with this hash, or -1 when no document of the segment has it. */
export function findHash(segment: Segment, high: number, low: number): number {
  const mask = segment.slots.length - 1
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const found = segment.slots[slot]!
    if (found === 0) return -1
    if (segment.termLow[found - 1] === low && segment.termHigh[found - 1] === high) return found - 1
  }
}

function slotCount(termCount: number): number {
  let slots = 4
  while (slots < termCount * 2) slots *= 2
  return slots
}

function byteLengthOf({ documentCount, termCount, postingCount }: SegmentShape): number {
  return (HEADER_WORDS + slotCount(termCount) + 3 * termCount + 1 + documentCount + postingCount) * 4 + postingCount
}

function layOut(buffer: SharedArrayBuffer, shape: SegmentShape, totalLength: number): Segment {
  let at = HEADER_WORDS * 4
  const words = (count: number): Uint32Array => {
    const view = new Uint32Array(buffer, at, count)
    at += count * 4
    return view
  }
  return {
    buffer,
    ...shape,
    totalLength,
    slots: words(slotCount(shape.termCount)),
    termHigh: words(shape.termCount),
    termLow: words(shape.termCount),
    offsets: words(shape.termCount + 1),
    lengths: words(shape.documentCount),
    postingDocuments: words(shape.postingCount),
    postingCounts: new Uint8Array(buffer, at, shape.postingCount),
  }
}
