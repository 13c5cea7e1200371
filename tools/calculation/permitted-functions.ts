/** Names that mean the same. */
export const ALIASES: Readonly<Record<string, string>> = {
  ln: 'log',
  average: 'mean',
  avg: 'mean',
  power: 'pow',
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  nCr: 'combinations',
  nPr: 'permutations',
  stdev: 'std',
}

/** What the operators of an expression call. */
export const OPERATORS = [
  ...['add', 'subtract', 'multiply', 'divide', 'pow', 'mod', 'factorial', 'unaryMinus', 'unaryPlus', 'transpose'],
  ...['ctranspose', 'dotMultiply', 'dotDivide', 'dotPow', 'smaller', 'smallerEq', 'larger', 'largerEq', 'equal'],
  ...['unequal', 'and', 'or', 'not', 'xor'],
] as const

/** What an expression may call by name. Nothing here creates anything larger than what was written. */
export const FUNCTIONS = [
  ...['abs', 'sign', 'ceil', 'floor', 'fix', 'round', 'square', 'cube', 'sqrt', 'cbrt', 'nthRoot', 'pow', 'exp'],
  ...['log', 'log2', 'log10', 'mod', 'gcd', 'lcm', 'factorial', 'combinations', 'permutations', 'hypot'],
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh'],
  ...['sum', 'prod', 'mean', 'median', 'min', 'max', 'std', 'variance', 'det', 'inv', 'transpose', 'dot', 'cross'],
  ...['add', 'subtract', 'multiply', 'divide'],
] as const

export type PermittedName = (typeof OPERATORS)[number] | (typeof FUNCTIONS)[number]

/** How large and how near to zero the numbers of a call may be. Zero itself is always permitted. */
export interface ArgumentRange {
  readonly largest: number
  readonly smallest?: number
}

// Series of the library that do not end in time, or do not end, outside of these.
const ANGLE: ArgumentRange = { largest: 1e15, smallest: 1e-50 }
const RATIO: ArgumentRange = { largest: 1e50, smallest: 1e-50 }
const HYPERBOLIC: ArgumentRange = { largest: 1_000, smallest: 1e-50 }
// Numbers beyond the digits that are held are rounded, and a rounded number has another remainder.
const WHOLE: ArgumentRange = { largest: 1e60, smallest: 1e-60 }

/** For what would take long or be wrong with other numbers. */
export const ARGUMENT_RANGES: Partial<Readonly<Record<PermittedName, ArgumentRange>>> = {
  factorial: { largest: 1_000 },
  combinations: { largest: 10_000 },
  permutations: { largest: 1_000 },
  nthRoot: WHOLE,
  mod: WHOLE,
  gcd: WHOLE,
  lcm: WHOLE,
  sin: ANGLE,
  cos: ANGLE,
  tan: ANGLE,
  asin: RATIO,
  acos: RATIO,
  atan: RATIO,
  atan2: RATIO,
  sinh: HYPERBOLIC,
  cosh: HYPERBOLIC,
  tanh: HYPERBOLIC,
}
