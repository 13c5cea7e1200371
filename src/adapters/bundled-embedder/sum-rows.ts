import {
  ADD,
  constant,
  createKernel,
  createMemory,
  get,
  I32,
  LANES_ADD,
  LANES_FROM_INTEGERS,
  LANES_MULTIPLY,
  LANES_ZERO,
  LESS,
  LOAD_I32,
  LOAD_SPLAT,
  loadBytes,
  loop,
  MULTIPLY,
  repeatWhile,
  set,
  storeLanes,
  WIDEN_HIGH,
  WIDEN_LOW,
} from '../common/web-assembly/assemble-module.ts'

/** Adds up rows of a table of bytes, each times a scale. */
export interface RowSummer {
  /** Rows and scales to be summed; filled by the caller. */
  readonly rows: Uint32Array
  readonly scales: Float32Array
  /** What `sum` wrote last. */
  readonly sums: Float32Array
  /** @param count at least 1 */
  sum(count: number): void
}

/** Numbers that are summed side by side, in registers. */
const BLOCK = 32

/** @param most rows of one sum. @throws RangeError for a dimension that is no multiple of 32 */
export function createRowSummer(table: Int8Array, dimension: number, most: number): RowSummer {
  if (dimension % BLOCK !== 0) throw new RangeError('The dimension has to be a multiple of 32.')
  const scalesAt = most * 4
  const sumsAt = most * 8
  const tableAt = sumsAt + dimension * 4
  const places = { scalesAt, sumsAt, tableAt, dimension }
  const body = assembleBody(places)
  const kernel = { name: 'sum', parameters: [I32], integers: INTEGERS, vectors: VECTORS, body }
  const memory = createMemory(tableAt + table.length)
  const { buffer } = memory
  const run = createKernel(kernel, memory)
  new Int8Array(buffer, tableAt).set(table)
  return {
    rows: new Uint32Array(buffer, 0, most),
    scales: new Float32Array(buffer, scalesAt, most),
    sums: new Float32Array(buffer, sumsAt, dimension),
    sum(count) {
      run(count)
    },
  }
}

// Parameter 0 is the count. Then i32 locals, then v128 locals: eight sums of four numbers, the scale, eight bytes.
const COUNT = 0
const AT = 1
const END = 2
const ROW = 3
const PLACE = 4
const INTEGERS = 4
const SUMS = 5
const SCALE = 13
const BYTES = 14
const VECTORS = 10

function assembleBody(places: {
  readonly scalesAt: number
  readonly sumsAt: number
  readonly tableAt: number
  readonly dimension: number
}): number[] {
  const { scalesAt, sumsAt, tableAt, dimension } = places
  const addLanes = (sum: number, widen: readonly number[]): number[] => [
    ...[...get(sum), ...get(BYTES), ...widen, ...LANES_FROM_INTEGERS, ...get(SCALE), ...LANES_MULTIPLY, ...LANES_ADD],
    ...set(sum),
  ]
  const each = [
    ...[...get(AT), ...LOAD_I32, ...constant(dimension), MULTIPLY, ...get(PLACE), ADD, ...set(ROW)],
    ...[...get(AT), ...constant(scalesAt), ADD, ...LOAD_SPLAT, ...set(SCALE)],
    ...[0, 1, 2, 3].flatMap((group) => [
      ...[...get(ROW), ...loadBytes(tableAt + group * 8), ...set(BYTES)],
      ...addLanes(SUMS + group * 2, WIDEN_LOW),
      ...addLanes(SUMS + group * 2 + 1, WIDEN_HIGH),
    ]),
    ...[...get(AT), ...constant(4), ADD, ...set(AT)],
    ...repeatWhile([...get(AT), ...get(END), LESS]),
  ]
  const sums = Array.from({ length: 8 }, (_, at) => SUMS + at)
  const block = [
    ...sums.flatMap((sum) => [...LANES_ZERO, ...set(sum)]),
    ...[...constant(0), ...set(AT)],
    ...loop(each),
    ...sums.flatMap((sum, at) => [
      ...get(PLACE),
      ...constant(4),
      MULTIPLY,
      ...get(sum),
      ...storeLanes(sumsAt + at * 16),
    ]),
    ...[...get(PLACE), ...constant(BLOCK), ADD, ...set(PLACE)],
    ...repeatWhile([...get(PLACE), ...constant(dimension), LESS]),
  ]
  return [...get(COUNT), ...constant(4), MULTIPLY, ...set(END), ...loop(block)]
}
