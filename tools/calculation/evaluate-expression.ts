import type { MathJsInstance, MathNode } from 'mathjs'
import { MendableError } from '../mendable-error.ts'
import { checkArguments } from './check-arguments.ts'
import { ALIASES, FUNCTIONS, OPERATORS, type PermittedName } from './permitted-functions.ts'

/** Milliseconds after which an expression is given up between two steps; a step takes a few at most. */
const MOST_MS = 1_000
const MOST_NODES = 400
const MOST_DEPTH = 100
/** The parser takes `5% + 3` for the remainder of 5 by +3. */
const UNCLEAR_PERCENTAGE = /%\s*[-+]/

export interface Evaluation {
  readonly math: MathJsInstance
  /** Milliseconds from an arbitrary start. */
  readonly elapsed: () => number
}

/**
 * Works out an expression step by step, without compiling it: only the operators and functions that are permitted run,
 * and each only with arguments small enough to be quick. So there is nothing to escape from, and nothing to wait for.
 * @returns a number of the library, a complex number, a truth value or a matrix
 * @throws MendableError when it cannot be read, asks for something else, or is too large
 */
export function evaluateExpression(expression: string, { math, elapsed }: Evaluation): unknown {
  const endsAt = elapsed() + MOST_MS
  // A sum of percentages (`a + 8% + 8%`) is a tree that holds its own left side twice, over and over, as one object.
  const known = new Map<MathNode, unknown>()

  function evaluate(node: MathNode, depth: number): unknown {
    if (known.has(node)) return known.get(node)
    if (elapsed() > endsAt || depth > MOST_DEPTH || known.size > MOST_NODES) throw tooLarge()
    const value = workOut(node, (child) => evaluate(child, depth + 1), math)
    known.set(node, value)
    return value
  }

  return evaluate(parse(expression, math), 0)
}

function workOut(node: MathNode, next: (child: MathNode) => unknown, math: MathJsInstance): unknown {
  if (math.isConstantNode(node)) return readConstant(node.value, math)
  if (math.isSymbolNode(node)) return readSymbol(node.name, math)
  if (math.isParenthesisNode(node)) return next(node.content)
  if (math.isArrayNode(node)) return createMatrix(node.items.map(next), math)
  if (math.isOperatorNode(node)) return run(node.fn, OPERATORS, node.args.map(next), math)
  if (math.isFunctionNode(node)) return run(nameOf(node.fn, math), FUNCTIONS, node.args.map(next), math)
  throw new MendableError({
    en: 'Only numbers, lists, operators and functions can be worked out: no assignments, ranges, texts or units.',
    ja: '計算できるのは数値・リスト・演算子・関数だけです（代入、範囲、文字列、単位は使えません）。',
  })
}

function parse(expression: string, math: MathJsInstance): MathNode {
  if (UNCLEAR_PERCENTAGE.test(expression)) {
    throw new MendableError({
      en: 'Say what the percentage is of, such as 5/100*80; for a remainder, write mod(10, 3).',
      ja: '何に対する割合かを 5/100*80 のように書いてください。剰余は mod(10, 3) と書きます。',
    })
  }
  try {
    return math.parse(expression)
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'it cannot be read'
    throw new MendableError({
      en: `This is no expression that can be worked out: ${why}.`,
      ja: `計算できる式ではありません: ${why}`,
    })
  }
}

function readConstant(value: unknown, math: MathJsInstance): unknown {
  if (math.isBigNumber(value) || typeof value === 'boolean') return value
  // The parser writes a percentage as a division by a plain 100.
  if (typeof value === 'number') return math.bignumber(value)
  throw unknownName(String(value))
}

function readSymbol(name: string, math: MathJsInstance): unknown {
  switch (name) {
    case 'pi':
    case 'e':
    case 'tau':
    case 'phi':
    case 'i':
      return math[name]
    case 'deg':
      return math.divide(math.bignumber(math.pi), math.bignumber(180))
    case 'rad':
      return math.bignumber(1)
    case 'true':
      return true
    case 'false':
      return false
    default:
      throw unknownName(name)
  }
}

/** A list of numbers, or of lists of numbers that are equally long. */
function createMatrix(items: readonly unknown[], math: MathJsInstance): unknown {
  const rows = items.map((item) => (math.isMatrix(item) ? item.toArray() : item))
  const flat = rows.flat()
  const [first] = rows
  const isEven = rows.every((row) =>
    Array.isArray(row) ? Array.isArray(first) && row.length === first.length : !Array.isArray(first),
  )
  if (!isEven || !flat.every((value) => math.isBigNumber(value))) {
    throw new MendableError({
      en: 'A list holds plain numbers, or rows of the same length.',
      ja: 'リストには数値、または同じ長さの行だけを書けます。',
    })
  }
  return Reflect.apply(math.matrix, undefined, [rows])
}

function nameOf(called: unknown, math: MathJsInstance): string {
  if (typeof called === 'string') return called
  if (math.isSymbolNode(called)) return called.name
  throw unknownName('(…)')
}

function run(
  name: string,
  permitted: readonly PermittedName[],
  given: readonly unknown[],
  math: MathJsInstance,
): unknown {
  const wanted = ALIASES[name] ?? name
  const known = permitted.find((one) => one === wanted)
  if (known === undefined) throw unknownName(name)
  checkArguments(known, given, math)
  const called: unknown = math[known]
  if (typeof called !== 'function') throw unknownName(name)
  try {
    return Reflect.apply(called, undefined, given)
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'it failed'
    throw new MendableError({ en: `${name} cannot be worked out: ${why}.`, ja: `${name} を計算できません: ${why}` })
  }
}

function unknownName(name: string): MendableError {
  return new MendableError({
    en: `'${name}' is not known here. Functions: ${FUNCTIONS.join(', ')}. Constants: pi, e, tau, phi, i, deg.`,
    ja: `「${name}」は使えません。関数: ${FUNCTIONS.join(', ')}。定数: pi, e, tau, phi, i, deg。`,
  })
}

function tooLarge(): MendableError {
  return new MendableError({ en: 'The expression is too large to work out.', ja: '式が大きすぎて計算できません。' })
}
