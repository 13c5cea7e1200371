import type { MathJsInstance } from 'mathjs'
import { MendableError } from '../mendable-error.ts'
import { ARGUMENT_RANGES, type ArgumentRange, type PermittedName } from './permitted-functions.ts'

/** Numbers in a matrix at most: a determinant of ten rows takes a thousand steps. */
const MOST_ELEMENTS = 100
const MOST_MATRIX_EXPONENT = 100

/** @throws MendableError when a call would take long, or would be wrong for want of digits */
export function checkArguments(name: PermittedName, given: readonly unknown[], math: MathJsInstance): void {
  const range = ARGUMENT_RANGES[name]
  for (const value of given) {
    const numbers = elementsOf(value, math)
    if (numbers.length > MOST_ELEMENTS) throw beyond(name, `${MOST_ELEMENTS} numbers`)
    if (range !== undefined && !numbers.every((number) => isWithin(number, range, math))) {
      throw beyond(name, `±${range.largest}`)
    }
  }
  const [base, exponent] = given
  if (name === 'pow' && math.isMatrix(base)) {
    const isSmall = math.isBigNumber(exponent) && exponent.isInteger() && exponent.abs().lessThan(MOST_MATRIX_EXPONENT)
    if (!isSmall) throw beyond(name, `${MOST_MATRIX_EXPONENT}`)
  }
}

function elementsOf(value: unknown, math: MathJsInstance): readonly unknown[] {
  return math.isMatrix(value) ? value.toArray().flat(2) : [value]
}

function isWithin(value: unknown, { largest, smallest = 0 }: ArgumentRange, math: MathJsInstance): boolean {
  if (!math.isBigNumber(value) || value.isZero()) return true
  const size = value.abs()
  return size.lessThanOrEqualTo(largest) && size.greaterThanOrEqualTo(smallest)
}

function beyond(name: string, limit: string): MendableError {
  return new MendableError({
    en: `That is too large or too small for ${name}, which goes up to ${limit}.`,
    ja: `${name} で扱える範囲（${limit} まで）を超えています。`,
  })
}
