import { checkArithmetic } from './check-arithmetic.ts'
import { spellOutExpression } from './spell-out-expression.ts'
import type { ToolRequest } from './tool-request.ts'

/** Words that ask for a result, and say nothing of what kind it is. */
const ASKS = /^(?:what(?:'s| is| are| does| do)|how much (?:is|are|does)|what is the (?:result|value|answer) of) /i
/** Words that can only ask for a calculation. */
const CALCULATES =
  /^(?:(?:please )?(?:calculate|compute|evaluate|work out|solve)|what(?:'s| is) the (?:result|value|answer) (?:of|to)) /i
const ASKS_JAPANESE = /(?:は|って|だと)(?:何|なに|なん|いくつ|いくら|幾つ|幾ら)?(?:に(?:なる|なります))?$/
const CALCULATES_JAPANESE =
  /(?:を|の)?(?:計算|けいさん)(?:して|する)?(?:ください|下さい|くれ|ほしい|と)?$|の(?:計算結果|答え|値)(?:は|を)?(?:何)?$/
const EQUALS = /\s*=\s*(?:\?|何|いくつ)?$/

/** A range, a fraction, a date, a score, a telephone number: everything but surely a subtraction or division. */
const UNCLEAR = /^[\d\s./:-]+$/
const YEARS = /^(?:19|20)\d\d\s*-\s*(?:19|20)\d\d$/

/** Reads a sum. Everything in the request must be part of it, and it must be one beyond doubt. */
export function readCalculation(request: string): ToolRequest | undefined {
  const { rest, isAsked, isCertain } = readFrame(request)
  const expression = spellOutExpression(rest, { isCertain })
  const arithmetic = checkArithmetic(expression)
  if (arithmetic === undefined || arithmetic.operations === 0) return undefined
  if (!isCertain && isUnclear({ rest, expression, isAsked })) return undefined
  return { tool: 'calculate', arguments: { expression } }
}

interface Frame {
  /** What is left without the words that ask. */
  readonly rest: string
  readonly isAsked: boolean
  /** Whether the words can mean nothing but a calculation. */
  readonly isCertain: boolean
}

function readFrame(request: string): Frame {
  for (const [pattern, isCertain] of [
    [CALCULATES, true],
    [CALCULATES_JAPANESE, true],
    [EQUALS, true],
    [ASKS, false],
    [ASKS_JAPANESE, false],
  ] as const) {
    if (!pattern.test(request)) continue
    const rest = request.replace(pattern, '').replace(ASKS, '').replace(ASKS_JAPANESE, '').replace(EQUALS, '')
    return { rest: rest.trim(), isAsked: true, isCertain }
  }
  return { rest: request, isAsked: false, isCertain: false }
}

function isUnclear({ rest, expression, isAsked }: { rest: string; expression: string; isAsked: boolean }): boolean {
  // 5! may be an exclamation, 5 % 3 a typing error.
  if (/!$/.test(rest) || /%\s*[\d(]/.test(rest)) return true
  if (YEARS.test(rest)) return true
  if (!UNCLEAR.test(rest)) return false
  const isSpaced = /\d [-/] \d/.test(rest) && !/\d[-/]\d/.test(rest)
  return !(isAsked && isSpaced && expression === rest)
}
