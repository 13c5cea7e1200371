import {
  ADD,
  compileKernel,
  constant,
  createMemory,
  DOT_LANES,
  get,
  I32,
  INTEGER_LANES_ADD,
  LANES_ZERO,
  LESS,
  loadBytes,
  loadLanes,
  loop,
  MULTIPLY,
  repeatWhile,
  STORE_I32,
  set,
  takeInteger,
} from '../common/web-assembly/assemble-module.ts'

/** Rows of vectors in eight bits a number, for a first look at which are near. */
export interface ByteRows {
  /** Stretches the vector over the whole range of a byte. */
  put(row: number, vector: Float32Array): void
  clear(row: number): void
  /**
   * Compares rows with a query. What comes back is read before the next call.
   * @param count of rows from the first, at least 1
   * @returns a number for each row that orders them about as their cosines do, once multiplied with its scale
   */
  scan(query: Int16Array, count: number): Int32Array
  readonly scales: Float32Array
}

/** Numbers that one step of the kernel takes. */
const STEP = 8
const LARGEST = 127
const LANE_BYTES = 16

/** Makes blocks of so many rows; the kernel is compiled once for all of them. */
export function createByteRowFactory(dimension: number, rows: number): () => ByteRows {
  const width = widthOf(dimension)
  const scoresAt = align(width * 2)
  const rowsAt = align(scoresAt + rows * 4)
  const kernel = {
    name: 'scan',
    parameters: [I32],
    integers: INTEGERS,
    vectors: VECTORS,
    body: assembleBody({ width, scoresAt, rowsAt }),
  }
  const instantiate = compileKernel(kernel)
  return () => {
    const memory = createMemory(rowsAt + rows * width)
    const run = instantiate(memory)
    const { buffer } = memory
    const wanted = new Int16Array(buffer, 0, width)
    const scores = new Int32Array(buffer, scoresAt, rows)
    const bytes = new Int8Array(buffer, rowsAt, rows * width)
    const scales = new Float32Array(rows)
    return {
      scales,
      put(row, vector) {
        scales[row] = stretch(vector, bytes, row * width)
      },
      clear(row) {
        bytes.fill(0, row * width, (row + 1) * width)
        scales[row] = 0
      },
      scan(query, count) {
        wanted.set(query)
        run(count)
        return scores
      },
    }
  }
}

/** A query as `scan` takes it. */
export function toByteQuery(vector: Float32Array): Int16Array {
  const query = new Int16Array(widthOf(vector.length))
  stretch(vector, query, 0)
  return query
}

/** @returns what one step of the stretched numbers is worth */
function stretch(vector: Float32Array, into: Int8Array | Int16Array, start: number): number {
  let most = 0
  for (let at = 0; at < vector.length; at += 1) most = Math.max(most, Math.abs(vector[at]!))
  if (most === 0) {
    into.fill(0, start, start + vector.length)
    return 0
  }
  const factor = LARGEST / most
  for (let at = 0; at < vector.length; at += 1) into[start + at] = Math.round(vector[at]! * factor)
  return most / LARGEST
}

const widthOf = (dimension: number): number => Math.ceil(dimension / STEP) * STEP
const align = (place: number): number => Math.ceil(place / LANE_BYTES) * LANE_BYTES

// Parameter 0 is the count. Then i32 locals: place of the row and of its score, end. Then two sums of four numbers each,
// so that an addition need not wait for the one before.
const COUNT = 0
const ROW = 1
const SCORE = 2
const END = 3
const INTEGERS = 3
const SUMS = [4, 5] as const
const VECTORS = 2

function assembleBody({
  width,
  scoresAt,
  rowsAt,
}: Readonly<Record<'width' | 'scoresAt' | 'rowsAt', number>>): number[] {
  const steps = Array.from({ length: width / STEP }, (_, at) => {
    const sum = SUMS[at % 2]!
    const loads = [...get(ROW), ...loadBytes(at * STEP), ...constant(0), ...loadLanes(at * STEP * 2)]
    return [...loads, ...DOT_LANES, ...get(sum), ...INTEGER_LANES_ADD, ...set(sum)]
  })
  const total = [...get(SUMS[0]), ...get(SUMS[1]), ...INTEGER_LANES_ADD, ...set(SUMS[0])]
  const lanes = [0, 1, 2, 3].flatMap((lane) => [...get(SUMS[0]), ...takeInteger(lane), ...(lane === 0 ? [] : [ADD])])
  const each = [
    ...SUMS.flatMap((sum) => [...LANES_ZERO, ...set(sum)]),
    ...steps.flat(),
    ...total,
    ...[...get(SCORE), ...lanes, ...STORE_I32],
    ...[...get(ROW), ...constant(width), ADD, ...set(ROW)],
    ...[...get(SCORE), ...constant(4), ADD, ...set(SCORE)],
    ...repeatWhile([...get(ROW), ...get(END), LESS]),
  ]
  return [
    ...[...constant(rowsAt), ...set(ROW), ...constant(scoresAt), ...set(SCORE)],
    ...[...get(COUNT), ...constant(width), MULTIPLY, ...constant(rowsAt), ADD, ...set(END)],
    ...loop(each),
  ]
}
