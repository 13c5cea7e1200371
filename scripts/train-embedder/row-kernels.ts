import {
  ADD,
  constant,
  createKernel,
  F32,
  FLOAT_ADD,
  get,
  I32,
  LANES_ADD,
  LANES_MULTIPLY,
  LANES_SUBTRACT,
  LANES_ZERO,
  LESS,
  LOAD_I32,
  LOAD_SPLAT,
  loadLanes,
  loop,
  MULTIPLY,
  repeatWhile,
  SPLAT,
  set,
  storeLanes,
  takeLane,
} from '../../src/adapters/common/web-assembly/assemble-module.ts'

/** The two loops over rows of the table that take most of a step, over memory that all threads share. */
export interface RowKernels {
  /** Writes the sum of rows, each times its weight. Addresses in bytes; `count` at least 1. */
  pool(features: number, count: number, to: number): void
  /** Moves a row against a gradient. @returns their scalar product before that */
  update(row: number, gradient: number, pace: number): number
}

/** Numbers that are summed side by side, in registers. */
const BLOCK = 32

export function createRowKernels(
  memory: WebAssembly.Memory,
  places: { readonly tableAt: number; readonly weightsAt: number; readonly dimension: number },
): RowKernels {
  if (places.dimension % BLOCK !== 0) throw new RangeError('The dimension has to be a multiple of 32.')
  const pool = { name: 'pool', parameters: [I32, I32, I32], integers: 4, vectors: 9, body: assemblePool(places) }
  const body = assembleUpdate(places.dimension)
  const update = { name: 'update', parameters: [I32, I32, F32], result: F32, integers: 1, vectors: 5, body }
  const runPool = createKernel(pool, memory)
  return {
    pool(features, count, to) {
      runPool(features, count, to)
    },
    update: createKernel(update, memory),
  }
}

function assemblePool(places: { readonly tableAt: number; readonly weightsAt: number; readonly dimension: number }) {
  const { tableAt, weightsAt, dimension } = places
  const [features, count, to] = [0, 1, 2] as const
  const [at, end, row, place] = [3, 4, 5, 6] as const
  const scale = 15
  const sums = Array.from({ length: 8 }, (_, index) => 7 + index)
  const each = [
    ...[...get(at), ...LOAD_I32, ...set(row)],
    ...[...get(row), ...constant(4), MULTIPLY, ...constant(weightsAt), ADD, ...LOAD_SPLAT, ...set(scale)],
    ...[...get(row), ...constant(dimension * 4), MULTIPLY, ...get(place), ADD, ...constant(tableAt), ADD, ...set(row)],
    ...sums.flatMap((sum, index) => [
      ...[...get(sum), ...get(row), ...loadLanes(index * 16), ...get(scale), ...LANES_MULTIPLY, ...LANES_ADD],
      ...set(sum),
    ]),
    ...[...get(at), ...constant(4), ADD, ...set(at)],
    ...repeatWhile([...get(at), ...get(end), LESS]),
  ]
  const block = [
    ...sums.flatMap((sum) => [...LANES_ZERO, ...set(sum)]),
    ...[...get(features), ...set(at)],
    ...loop(each),
    ...sums.flatMap((sum, index) => [...get(to), ...get(place), ADD, ...get(sum), ...storeLanes(index * 16)]),
    ...[...get(place), ...constant(BLOCK * 4), ADD, ...set(place)],
    ...repeatWhile([...get(place), ...constant(dimension * 4), LESS]),
  ]
  return [...get(features), ...get(count), ...constant(4), MULTIPLY, ADD, ...set(end), ...loop(block)]
}

function assembleUpdate(dimension: number): number[] {
  const [row, gradient, pace] = [0, 1, 2] as const
  const end = 3
  const [sum, paces, value, slope] = [4, 5, 6, 7] as const
  const each = [
    ...[...get(row), ...loadLanes(), ...set(value)],
    ...[...get(gradient), ...loadLanes(), ...set(slope)],
    ...[...get(sum), ...get(value), ...get(slope), ...LANES_MULTIPLY, ...LANES_ADD, ...set(sum)],
    ...[
      ...get(row),
      ...get(value),
      ...get(paces),
      ...get(slope),
      ...LANES_MULTIPLY,
      ...LANES_SUBTRACT,
      ...storeLanes(),
    ],
    ...[...get(row), ...constant(16), ADD, ...set(row)],
    ...[...get(gradient), ...constant(16), ADD, ...set(gradient)],
    ...repeatWhile([...get(row), ...get(end), LESS]),
  ]
  const lane = (index: number): number[] => [...get(sum), ...takeLane(index)]
  return [
    ...[...get(row), ...constant(dimension * 4), ADD, ...set(end)],
    ...[...LANES_ZERO, ...set(sum), ...get(pace), ...SPLAT, ...set(paces)],
    ...loop(each),
    ...[...lane(0), ...lane(1), FLOAT_ADD, ...lane(2), ...lane(3), FLOAT_ADD, FLOAT_ADD],
  ]
}
