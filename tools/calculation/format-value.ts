import type { BigNumber, MathJsInstance } from 'mathjs'
import { MendableError } from '../mendable-error.ts'

export interface ShownDigits {
  /** A number with no more digits than these is shown as it is. */
  readonly exact: number
  /** Digits of numbers that have more, or go on for ever. */
  readonly rounded: number
}

const CALCULATED: ShownDigits = { exact: 32, rounded: 15 }
/** Digits that are certain: the last ones of a long calculation are not. */
const CERTAIN_DIGITS = 50
/** Whole numbers with more digits are shown as a power of ten. */
const MOST_DIGITS = 60
const SMALLEST_EXPONENT = -12

export interface FormattedValue {
  readonly text: string
  /** Whether the text is the value itself rather than a rounding of it. */
  readonly isExact: boolean
}

/**
 * A value of the library as people write it.
 * @throws MendableError for infinities and what is not a number
 */
export function formatValue(value: unknown, math: MathJsInstance): FormattedValue {
  if (typeof value === 'boolean') return { text: String(value), isExact: true }
  if (typeof value === 'number') return formatNumber(math.bignumber(value))
  if (math.isBigNumber(value)) return formatNumber(value)
  if (math.isComplex(value)) {
    return formatComplex(math.bignumber(value.re), math.bignumber(value.im))
  }
  const items: unknown = math.isMatrix(value) ? value.toArray() : value
  if (!Array.isArray(items)) throw noNumber()
  const formatted = items.map((item: unknown) => formatValue(item, math))
  return { text: `[${formatted.map(({ text }) => text).join(', ')}]`, isExact: formatted.every((one) => one.isExact) }
}

/** @throws MendableError for infinities and what is not a number */
export function formatNumber(value: BigNumber, digits: ShownDigits = CALCULATED): FormattedValue {
  if (value.isNaN()) throw noNumber()
  if (!value.isFinite()) {
    throw new MendableError({
      en: 'The result is infinite or too large to write down.',
      ja: '結果が無限大か、大きすぎて表せません。',
    })
  }
  if (value.isZero()) return { text: '0', isExact: true }
  const certain = value.toSignificantDigits(CERTAIN_DIGITS)
  const isWhole = value.isInteger() && value.e < MOST_DIGITS
  const isExact = isWhole || certain.precision() <= digits.exact
  const shown = isWhole ? value : isExact ? certain : value.toSignificantDigits(digits.rounded)
  const isPlain = shown.e >= SMALLEST_EXPONENT && shown.e < (isWhole ? MOST_DIGITS : 21)
  return { text: isPlain ? shown.toFixed() : shown.toExponential(), isExact }
}

/** Complex numbers are held with fewer digits, so what is tiny beside the rest is an error of rounding. */
function formatComplex(real: BigNumber, imaginary: BigNumber): FormattedValue {
  const least = real.abs().plus(imaginary.abs()).times(1e-14)
  const [re, im] = [real, imaginary].map((part) => (part.abs().lessThan(least) ? undefined : part))
  const shown = re === undefined ? undefined : formatNumber(re.toSignificantDigits(14)).text
  if (im === undefined) return { text: shown ?? '0', isExact: false }
  const size = formatNumber(im.abs().toSignificantDigits(14)).text
  const part = size === '1' ? 'i' : `${size}i`
  if (shown === undefined) return { text: im.isNegative() ? `-${part}` : part, isExact: false }
  return { text: `${shown} ${im.isNegative() ? '-' : '+'} ${part}`, isExact: false }
}

function noNumber(): MendableError {
  return new MendableError({ en: 'The result is not a number.', ja: '結果が数になりません。' })
}
