import type { BigNumber, MathJsInstance, Unit } from 'mathjs'
import { MendableError } from '../mendable-error.ts'
import { findConversion, findUnits } from './find-units.ts'
import { UNITS } from './unit-names.ts'

/** Names of units as the library writes them: letters, powers, products and quotients. */
const LIBRARY_UNIT = /^[A-Za-z][A-Za-z0-9^*/ ]{0,39}$/
const LARGEST_POWER = 9

const prepared = new WeakSet<MathJsInstance>()

export interface Conversion {
  readonly amount: number
  readonly from: string
  readonly to: string
}

/**
 * How many of one unit an amount of another is.
 * @throws MendableError when a unit is unknown or both do not measure the same
 */
export function convertUnit({ amount, from, to }: Conversion, math: MathJsInstance): BigNumber {
  prepareUnits(math)
  const known = findConversion(from, to)
  const [source, target] = [known?.from.unit ?? toLibraryUnit(from), known?.to.unit ?? toLibraryUnit(to)]
  try {
    return math.bignumber(String(math.unit(math.bignumber(amount), source).toNumeric(target)))
  } catch (cause) {
    throw cause instanceof MendableError ? cause : unconvertible(from, to)
  }
}

/** The instance of the library is ours alone, so units may be added to it. */
function prepareUnits(math: MathJsInstance): void {
  if (prepared.has(math)) return
  for (const { unit, size } of UNITS) {
    if (size !== undefined) math.createUnit(unit, { definition: readSize(size, math) })
  }
  prepared.add(math)
}

/** A fraction stays one: cut off, it would show in long results. */
function readSize(size: string, math: MathJsInstance): Unit {
  const [number = '', unit = ''] = size.split(' ')
  const [numerator = '1', denominator = '1'] = number.split('/')
  return math.unit(math.bignumber(numerator).dividedBy(denominator), unit)
}

function toLibraryUnit(name: string): string {
  const [unit] = findUnits(name)
  if (unit !== undefined) return unit.unit
  const powers = [...name.matchAll(/\^\s*(\d+)/g)].map(([, power]) => Number(power))
  if (LIBRARY_UNIT.test(name) && powers.every((power) => power <= LARGEST_POWER)) return name
  throw new MendableError({
    en: `'${name}' is not a known unit. Write it as km, mile, kg, degF, GiB, m^2, km/hour, tsubo …`,
    ja: `「${name}」は未対応の単位です。km、マイル、kg、摂氏、GiB、平米、坪、合などと書いてください。`,
  })
}

function unconvertible(from: string, to: string): MendableError {
  return new MendableError({
    en: `'${from}' cannot be converted to '${to}': one of them is unknown, or they measure different things.`,
    ja: `「${from}」を「${to}」に換算できません。単位が未対応か、測るものが異なります。`,
  })
}
