import { tool } from '@langchain/core/tools'
import { z } from 'zod'
import { formatNumber } from './calculation/format-value.ts'
import { loadMath } from './calculation/load-math.ts'
import { type BuiltInTool, describeTool, LOOKS_ONLY } from './describe-tool.ts'
import { succeed } from './tool-output.ts'
import { convertUnit } from './units/convert.ts'

const DESCRIPTION = `Converts an amount from one unit to another: length, area, volume, mass, temperature, speed, time, \
data sizes (GB, GiB), pressure, energy, and Japanese units (坪, 畳, 合, 升, 尺, 貫). Gallons and pints are those of the \
United States, a tatami mat is 1.62 m². No currencies.`

const CONVERTED = { exact: 15, rounded: 10 }

const unit = z.string().trim().min(1).max(40)

const schema = z.strictObject({
  amount: z.number().min(-1e30).max(1e30),
  from: unit.describe('Such as "km", "miles", "degF", "GiB", "坪"'),
  to: unit.describe('Such as "mile", "kg", "degC", "MB", "平米"'),
})

/** Converts units, exactly where they have an exact relation. */
export function createConvertUnit(): BuiltInTool {
  const runnable = tool(
    async ({ amount, from, to }) => {
      const math = await loadMath()
      const { text, isExact } = formatNumber(convertUnit({ amount, from, to }, math), CONVERTED)
      return succeed(`${formatNumber(math.bignumber(amount)).text} ${from} ${isExact ? '=' : '≈'} ${text} ${to}`)
    },
    { name: 'convert_unit', description: DESCRIPTION, schema },
  )
  return describeTool({
    title: 'Unit converter',
    examples: [
      'How many kilometers is 5 miles?',
      'Convert 100 F to C.',
      '2 GiB in MB',
      '華氏100度は摂氏何度？',
      '10坪は何平米？',
      '6畳は何平方メートル？',
      '1升は何リットル？',
    ],
    effects: LOOKS_ONLY,
    schema,
    runnable,
  })
}
