import { tool } from '@langchain/core/tools'
import { z } from 'zod'
import { evaluateExpression } from './calculation/evaluate-expression.ts'
import { formatValue } from './calculation/format-value.ts'
import { loadMath } from './calculation/load-math.ts'
import { normaliseExpression } from './calculation/normalise-expression.ts'
import { type BuiltInTool, describeTool, LOOKS_ONLY } from './describe-tool.ts'
import { succeed } from './tool-output.ts'

const DESCRIPTION = `Works out an arithmetic expression exactly: + - * / ^ %, parentheses, percentages (12.5/100*80, 1000+8%), \
roots, logarithms (log is natural, log10, log2), trigonometry (radians; sin(45 deg)), factorials, combinations, \
statistics of lists (mean([1,2,3]), median, std) and small matrices. Numbers only, no variables.`

const schema = z.strictObject({
  expression: z.string().trim().min(1).max(500).describe('Such as "(3 + 4) * 2", "sqrt(2)", "mean([3, 5, 10])"'),
})

/** Works out sums, so that no model has to guess digits. */
export function createCalculate({ elapsed }: { readonly elapsed: () => number }): BuiltInTool {
  const runnable = tool(
    async ({ expression }) => {
      const math = await loadMath()
      const normalised = normaliseExpression(expression)
      const { text, isExact } = formatValue(evaluateExpression(normalised, { math, elapsed }), math)
      return succeed(`${normalised} ${isExact ? '=' : '≈'} ${text}`)
    },
    { name: 'calculate', description: DESCRIPTION, schema },
  )
  return describeTool({
    title: 'Calculator',
    examples: [
      'What is 12.5% of 80?',
      'Calculate (3 + 4) * 2.',
      'How much is 1,980 yen plus 10% tax?',
      'What is the square root of 2?',
      '80の15%はいくら？',
      '12の3乗を計算して',
      '3つの数の平均は？',
    ],
    effects: LOOKS_ONLY,
    schema,
    runnable,
  })
}
