/**
 * Just enough of an assembler for small WebAssembly kernels over 128-bit lanes (WebAssembly core specification 2.0, binary
 * format). V8 runs such loops several times faster than the same loops over typed arrays, on every machine with the same
 * result, since sums are taken in the order that is written here.
 */
export const I32 = 0x7f
export const F32 = 0x7d
export const V128 = 0x7b

export const get = (local: number): number[] => [0x20, local]
export const set = (local: number): number[] => [0x21, local]
export const constant = (value: number): number[] => [0x41, ...signed(value)]
export const ADD = 0x6a
export const MULTIPLY = 0x6c
export const LESS = 0x49
export const LOAD_I32 = [0x28, 0x02, 0x00]

/** Runs the body, then again as long as `repeatWhile` at its end finds its condition. */
export const loop = (body: readonly number[]): number[] => [0x03, 0x40, ...body, 0x0b]
export const repeatWhile = (condition: readonly number[]): number[] => [...condition, 0x0d, 0x00]

const lanes = (operation: number): number[] => [0xfd, ...unsigned(operation)]
export const LANES_ADD = lanes(0xe4)
export const LANES_MULTIPLY = lanes(0xe6)
export const LANES_ZERO = [...lanes(0x0c), ...new Array<number>(16).fill(0)]
export const LANES_FROM_INTEGERS = lanes(0xfa)
/** The lower or upper four of eight 16-bit numbers as 32-bit ones. */
export const WIDEN_LOW = lanes(0xa7)
export const WIDEN_HIGH = lanes(0xa8)
export const loadLanes = (offset = 0): number[] => [...lanes(0x00), 0x02, ...unsigned(offset)]
export const storeLanes = (offset = 0): number[] => [...lanes(0x0b), 0x02, ...unsigned(offset)]
/** Eight signed bytes as 16-bit numbers. */
export const loadBytes = (offset = 0): number[] => [...lanes(0x01), 0x00, ...unsigned(offset)]
/** One float in all four lanes. */
export const LOAD_SPLAT = [...lanes(0x09), 0x02, 0x00]
export const SPLAT = lanes(0x13)
export const LANES_SUBTRACT = lanes(0xe5)
export const takeLane = (lane: number): number[] => [...lanes(0x1f), lane]
export const FLOAT_ADD = 0x92
/** Sums of neighbouring products of eight 16-bit numbers, as four of 32 bits. */
export const DOT_LANES = lanes(0xba)
export const INTEGER_LANES_ADD = lanes(0xae)
export const takeInteger = (lane: number): number[] => [...lanes(0x1b), lane]
export const STORE_I32 = [0x36, 0x02, 0x00]
export const storeFloat = (offset: number): number[] => [0x38, 0x02, ...unsigned(offset)]

export interface KernelFunction {
  readonly name: string
  readonly parameters: readonly number[]
  readonly result?: number
  /** Further locals: how many i32, then how many v128. */
  readonly integers: number
  readonly vectors: number
  readonly body: readonly number[]
}

/** The function over a memory, with as many pages for a shared one as it has. @throws WebAssembly.CompileError */
export function createKernel(kernel: KernelFunction, memory: WebAssembly.Memory): RunKernel {
  const pages = memory.buffer instanceof SharedArrayBuffer ? memory.buffer.byteLength / PAGE : undefined
  return compileKernel(kernel, pages)(memory)
}

/** Compiles a function once, to be run over one memory or another. @param sharedPages of the memories, where they are shared */
export function compileKernel(kernel: KernelFunction, sharedPages?: number): (memory: WebAssembly.Memory) => RunKernel {
  const module = new WebAssembly.Module(assemble(kernel, sharedPages))
  return (memory) => {
    const run = new WebAssembly.Instance(module, { host: { memory } }).exports[kernel.name]
    if (typeof run !== 'function') throw new TypeError('The kernel has no function to call.')
    return (...values) => run(...values)
  }
}

export type RunKernel = (...values: readonly number[]) => number

/** Memory of so many bytes at least; a shared one can be handed to other threads. */
export function createMemory(bytes: number, isShared = false): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE)
  return new WebAssembly.Memory({ initial: pages, ...(isShared ? { maximum: pages, shared: true } : {}) })
}

const PAGE = 65_536
const FUNCTION = 0x60

function assemble(
  { name, parameters, result, integers, vectors, body }: KernelFunction,
  sharedPages: number | undefined,
): Uint8Array<ArrayBuffer> {
  const results = result === undefined ? [0x00] : [0x01, result]
  const limits = sharedPages === undefined ? [0x00, 0x01] : [0x03, 0x01, ...unsigned(sharedPages)]
  const code = [0x02, integers, I32, vectors, V128, ...body, 0x0b]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [0x01, FUNCTION, parameters.length, ...parameters, ...results]),
    ...section(2, [0x01, ...text('host'), ...text('memory'), 0x02, ...limits]),
    ...section(3, [0x01, 0x00]),
    ...section(7, [0x01, ...text(name), 0x00, 0x00]),
    ...section(10, [0x01, ...unsigned(code.length), ...code]),
  ])
}

const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content]
const text = (value: string): number[] => [value.length, ...Buffer.from(value)]

/** Variable-length integers (LEB128). */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]
}
