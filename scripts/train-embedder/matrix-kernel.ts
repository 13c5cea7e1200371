import {
  ADD,
  constant,
  createKernel,
  createMemory,
  FLOAT_ADD,
  get,
  I32,
  LANES_ADD,
  LANES_MULTIPLY,
  LANES_ZERO,
  LESS,
  loadLanes,
  loop,
  MULTIPLY,
  repeatWhile,
  set,
  storeFloat,
  takeLane,
} from '../../src/adapters/common/web-assembly/assemble-module.ts'

/**
 * Rows of one matrix times rows of another, in WebAssembly with 128-bit lanes: V8 runs such a loop several times faster
 * than the same loop over a Float32Array. Sums are taken in a fixed order, so that every machine gets the same bytes.
 */
export interface MatrixKernel {
  /** Left matrix, row by row, up to `largest` numbers; filled by the caller. */
  readonly left: Float32Array
  readonly right: Float32Array
  readonly product: Float32Array
  /** product[i·n + j] = Σ left[i·k + x] · right[j·k + x]; m a multiple of 2, n and k of 4. */
  multiply(m: number, n: number, k: number): void
}

/** @param largest numbers that the largest of the three matrices has. */
export function createMatrixKernel(largest: number): MatrixKernel {
  const bytes = largest * 4
  const kernel = {
    name: 'multiply',
    parameters: new Array<number>(6).fill(I32),
    integers: 8,
    vectors: 11,
    body: assembleBody(),
  }
  const memory = createMemory(bytes * 3)
  const { buffer } = memory
  const run = createKernel(kernel, memory)
  return {
    left: new Float32Array(buffer, 0, largest),
    right: new Float32Array(buffer, bytes, largest),
    product: new Float32Array(buffer, bytes * 2, largest),
    multiply(m, n, k) {
      run(0, bytes, bytes * 2, m, n, k)
    },
  }
}

// Parameters 0 to 5: addresses of left, right and product, then m, n, k. Then i32 locals, then v128 locals.
const [LEFT, RIGHT, PRODUCT, M, N, K] = [0, 1, 2, 3, 4, 5]
const [I, J, LEFT_AT, RIGHT_AT, END, STRIDE, PRODUCT_STRIDE, PRODUCT_AT] = [6, 7, 8, 9, 10, 11, 12, 13]
const SUMS = 14
const [LEFT_0, LEFT_1, RIGHT_VALUE] = [22, 23, 24]

/** Two rows of the left matrix and four of the right one at a time: eight sums stay in registers. */
function assembleBody(): number[] {
  const sums = Array.from({ length: 8 }, (_, at) => SUMS + at)
  const rowOf = (row: number): number[] => [...get(STRIDE), ...constant(row), MULTIPLY, ADD]
  const inner = [
    ...[...get(LEFT_AT), ...loadLanes(), ...set(LEFT_0)],
    ...[...get(LEFT_AT), ...rowOf(1), ...loadLanes(), ...set(LEFT_1)],
    ...[0, 1, 2, 3].flatMap((row) => [
      ...[...get(RIGHT_AT), ...rowOf(row), ...loadLanes(), ...set(RIGHT_VALUE)],
      ...[LEFT_0, LEFT_1].flatMap((left, side) => {
        const sum = SUMS + side * 4 + row
        return [...get(sum), ...get(left!), ...get(RIGHT_VALUE!), ...LANES_MULTIPLY, ...LANES_ADD, ...set(sum)]
      }),
    ]),
    ...[...get(LEFT_AT), ...constant(16), ADD, ...set(LEFT_AT)],
    ...[...get(RIGHT_AT), ...constant(16), ADD, ...set(RIGHT_AT)],
    ...repeatWhile([...get(LEFT_AT), ...get(END), LESS]),
  ]
  const columns = [
    ...sums.flatMap((sum) => [...LANES_ZERO, ...set(sum)]),
    ...address(LEFT, I, STRIDE, LEFT_AT),
    ...address(RIGHT, J, STRIDE, RIGHT_AT),
    ...[...get(LEFT_AT), ...get(STRIDE), ADD, ...set(END)],
    ...loop(inner),
    ...[...address(PRODUCT, I, PRODUCT_STRIDE, PRODUCT_AT)],
    ...[...get(PRODUCT_AT), ...get(J), ...constant(4), MULTIPLY, ADD, ...set(PRODUCT_AT)],
    ...sums.slice(0, 4).flatMap((sum, at) => storeSum(sum, at)),
    ...[...get(PRODUCT_AT), ...get(PRODUCT_STRIDE), ADD, ...set(PRODUCT_AT)],
    ...sums.slice(4).flatMap((sum, at) => storeSum(sum, at)),
    ...[...get(J), ...constant(4), ADD, ...set(J)],
    ...repeatWhile([...get(J), ...get(N), LESS]),
  ]
  const rows = [
    ...[...constant(0), ...set(J)],
    ...loop(columns),
    ...[...get(I), ...constant(2), ADD, ...set(I)],
    ...repeatWhile([...get(I), ...get(M), LESS]),
  ]
  return [
    ...[...get(K), ...constant(4), MULTIPLY, ...set(STRIDE)],
    ...[...get(N), ...constant(4), MULTIPLY, ...set(PRODUCT_STRIDE)],
    ...loop(rows),
  ]
}

function address(base: number, row: number, stride: number, into: number): number[] {
  return [...get(base), ...get(row), ...get(stride), MULTIPLY, ADD, ...set(into)]
}

/** Adds the four lanes of a sum and writes them `at` numbers beyond the address. */
function storeSum(sum: number, at: number): number[] {
  const lane = (index: number): number[] => [...get(sum), ...takeLane(index)]
  const pairs = [...lane(0), ...lane(1), FLOAT_ADD, ...lane(2), ...lane(3), FLOAT_ADD, FLOAT_ADD]
  return [...get(PRODUCT_AT), ...pairs, ...storeFloat(at * 4)]
}
