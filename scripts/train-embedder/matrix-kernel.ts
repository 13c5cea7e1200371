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

const PAGE = 65_536

/** @param largest numbers that the largest of the three matrices has. */
export function createMatrixKernel(largest: number): MatrixKernel {
  const bytes = Math.ceil((largest * 4) / PAGE) * PAGE
  const memory = new WebAssembly.Memory({ initial: (bytes * 3) / PAGE })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembleModule()), { host: { memory } })
  const run = exports.multiply
  if (typeof run !== 'function') throw new TypeError('The kernel has no function to call.')
  return {
    left: new Float32Array(memory.buffer, 0, largest),
    right: new Float32Array(memory.buffer, bytes, largest),
    product: new Float32Array(memory.buffer, bytes * 2, largest),
    multiply: (m, n, k) => run(0, bytes, bytes * 2, m, n, k),
  }
}

// Parameters 0 to 5: addresses of left, right and product, then m, n, k. Then i32 locals, then v128 locals.
const [LEFT, RIGHT, PRODUCT, M, N, K] = [0, 1, 2, 3, 4, 5]
const [I, J, LEFT_AT, RIGHT_AT, END, STRIDE, PRODUCT_STRIDE, PRODUCT_AT] = [6, 7, 8, 9, 10, 11, 12, 13]
const SUMS = 14
const [LEFT_0, LEFT_1, RIGHT_VALUE] = [22, 23, 24]

const get = (local: number): number[] => [0x20, local]
const set = (local: number): number[] => [0x21, local]
const constant = (value: number): number[] => [0x41, ...signed(value)]
const ADD = 0x6a
const MULTIPLY = 0x6c
const LESS = 0x49
const LOAD = [0xfd, 0x00, 0x02, 0x00]
const LANES_ADD = [0xfd, 0xe4, 0x01]
const LANES_MULTIPLY = [0xfd, 0xe6, 0x01]
const ZERO = [0xfd, 0x0c, ...new Array<number>(16).fill(0)]

/** Two rows of the left matrix and four of the right one at a time: eight sums stay in registers. */
function assembleBody(): number[] {
  const sums = Array.from({ length: 8 }, (_, at) => SUMS + at)
  const rowOf = (row: number): number[] => [...get(STRIDE), ...constant(row), MULTIPLY, ADD]
  const inner = [
    ...[...get(LEFT_AT), ...LOAD, ...set(LEFT_0)],
    ...[...get(LEFT_AT), ...rowOf(1), ...LOAD, ...set(LEFT_1)],
    ...[0, 1, 2, 3].flatMap((row) => [
      ...[...get(RIGHT_AT), ...rowOf(row), ...LOAD, ...set(RIGHT_VALUE)],
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
    ...sums.flatMap((sum) => [...ZERO, ...set(sum)]),
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

const loop = (body: readonly number[]): number[] => [0x03, 0x40, ...body, 0x0b]
const repeatWhile = (condition: readonly number[]): number[] => [...condition, 0x0d, 0x00]

function address(base: number, row: number, stride: number, into: number): number[] {
  return [...get(base), ...get(row), ...get(stride), MULTIPLY, ADD, ...set(into)]
}

/** Adds the four lanes of a sum and writes them `at` numbers beyond the address. */
function storeSum(sum: number, at: number): number[] {
  const lane = (index: number): number[] => [...get(sum), 0xfd, 0x1f, index]
  const addFloats = 0x92
  const pairs = [...lane(0), ...lane(1), addFloats, ...lane(2), ...lane(3), addFloats, addFloats]
  return [...get(PRODUCT_AT), ...pairs, 0x38, 0x02, ...unsigned(at * 4)]
}

function assembleModule(): Uint8Array<ArrayBuffer> {
  const [i32, v128, functionType] = [0x7f, 0x7b, 0x60]
  const code = [0x02, 0x08, i32!, 0x0b, v128!, ...assembleBody(), 0x0b]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [0x01, functionType!, 0x06, ...new Array<number>(6).fill(i32!), 0x00]),
    ...section(2, [0x01, ...name('host'), ...name('memory'), 0x02, 0x00, 0x01]),
    ...section(3, [0x01, 0x00]),
    ...section(7, [0x01, ...name('multiply'), 0x00, 0x00]),
    ...section(10, [0x01, ...unsigned(code.length), ...code]),
  ])
}

const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content]
const name = (text: string): number[] => [text.length, ...Buffer.from(text)]

/** Variable-length integers of the format (LEB128). */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]
}
