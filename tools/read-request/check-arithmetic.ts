export interface Arithmetic {
  /** Operators between operands, powers, factorials and calls of functions. */
  readonly operations: number
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'sqrt',
  'cbrt',
  'abs',
  'ln',
  'log2',
  'log10',
  'exp',
  'mean',
  'median',
  'sum',
  'prod',
])
const CONSTANTS: ReadonlySet<string> = new Set(['pi'])
// No number is written with a zero before other digits: those are numbers of rooms and telephones.
const TOKEN = /\s*(?:((?:0|[1-9]\d*)(?:\.\d+)?(?![\d.]))|([a-z]+\d*)|([-+*/^%!()[\],]))/iy
const DEEPEST = 30

/**
 * Checks that a text is arithmetic from its first character to its last, without the library that works it out.
 * @returns undefined for anything else
 */
export function checkArithmetic(text: string): Arithmetic | undefined {
  const tokens = readTokens(text)
  if (tokens === undefined || tokens.length === 0) return undefined
  let position = 0
  let operations = 0

  const next = () => tokens[position]
  const take = (...wanted: readonly string[]) => {
    const token = next()
    if (token === undefined || !wanted.includes(token)) return false
    position += 1
    return true
  }

  function readSum(depth: number): boolean {
    if (depth > DEEPEST || !readSigned(depth)) return false
    while (take('+', '-', '*', '/', '^')) {
      operations += 1
      if (!readSigned(depth)) return false
    }
    return true
  }

  function readSigned(depth: number): boolean {
    take('-', '+')
    return readOperand(depth) && readSuffixes()
  }

  function readSuffixes(): boolean {
    if (take('!')) operations += 1
    if (!take('%')) return true
    // What follows a percentage decides what it means; only where nothing does, or a product, it is clear.
    const after = next()
    return after === undefined || [')', '*', '/', ','].includes(after)
  }

  function readOperand(depth: number): boolean {
    const token = next()
    if (token === undefined) return false
    position += 1
    if (/^\d/.test(token) || CONSTANTS.has(token)) return true
    if (token === '(') return readSum(depth + 1) && take(')')
    if (token === '[') return readList(depth + 1, ']')
    if (!FUNCTIONS.has(token) || !take('(')) return false
    operations += 1
    return readList(depth + 1, ')')
  }

  function readList(depth: number, end: string): boolean {
    do {
      if (!readSum(depth)) return false
    } while (take(','))
    return take(end)
  }

  return readSum(0) && position === tokens.length ? { operations } : undefined
}

function readTokens(text: string): readonly string[] | undefined {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  const trimmed = text.trimEnd()
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed)
    if (match === null) return undefined
    tokens.push((match[1] ?? match[2] ?? match[3] ?? '').toLowerCase())
  }
  return tokens
}
