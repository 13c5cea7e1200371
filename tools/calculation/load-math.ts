import type { MathJsInstance } from 'mathjs'
import { KikuError } from '../../src/domain/errors.ts'

/** Digits that numbers are held with. */
const PRECISION_DIGITS = 64
/** Numbers of 10 to the power of this and more are infinite, those below its inverse are zero. Keeps every step short. */
const LARGEST_EXPONENT = 1000

let loading: Promise<MathJsInstance> | undefined

/** Decimal arithmetic of bounded size. The library is large, so it is read when first needed, once. */
export function loadMath(): Promise<MathJsInstance> {
  loading ??= createMath()
  return loading
}

async function createMath(): Promise<MathJsInstance> {
  const { all, create } = await import('mathjs')
  // Tolerances as fine as the digits: with the library's own, 10^20 + 1 would equal 10^20.
  const math = create(all ?? {}, { number: 'BigNumber', precision: PRECISION_DIGITS, relTol: 1e-60, absTol: 1e-60 })
  boundNumbers(math)
  return math
}

/** The library's types do not show the class of its numbers. */
function boundNumbers(math: MathJsInstance): void {
  const numbers: unknown = Reflect.get(math, 'BigNumber')
  if (typeof numbers === 'function' && 'set' in numbers && typeof numbers.set === 'function') {
    numbers.set({ maxE: LARGEST_EXPONENT, minE: -LARGEST_EXPONENT })
  }
  if (math.bignumber(`1e${LARGEST_EXPONENT + 1}`).isFinite()) {
    throw new KikuError('internal', 'The size of numbers could not be bounded.')
  }
}
