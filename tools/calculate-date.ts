import { tool } from '@langchain/core/tools'
import type { z } from 'zod'
import { dateArguments, workOutDate } from './dates/work-out-date.ts'
import { type BuiltInTool, describeTool, LOOKS_ONLY } from './describe-tool.ts'
import { requireTimeZone } from './time-zones/require-time-zone.ts'
import { contextOf } from './tool-context.ts'
import { succeed } from './tool-output.ts'

const DESCRIPTION = `Works with dates and times: adds or subtracts days, weeks, months, years, hours or business days \
(operation "add"); tells the time between two dates (operation "difference"), the working days between them \
("business_days"), the weekday, week and day of the year of a date ("weekday"), and what a time in one place is in \
another ("convert_zone"). Public holidays are not known.`

/** Reckons with dates. */
export function createCalculateDate({ timeZone }: { readonly timeZone: string }): BuiltInTool {
  const runnable = tool(
    (given: z.output<typeof dateArguments>, config) => {
      const { language, askedAt } = contextOf(config)
      const zone = requireTimeZone(given.timeZone, timeZone)
      return succeed(workOutDate(given, { askedAt, zone, language }))
    },
    { name: 'calculate_date', description: DESCRIPTION, schema: dateArguments },
  )
  return describeTool({
    title: 'Dates',
    examples: [
      'What day of the week is 2026-12-24?',
      'What is the date three weeks from today?',
      'How many days until Christmas?',
      'How many working days are there between May 1 and May 31?',
      'What time is 3 pm in Tokyo for someone in London?',
      '3週間後は何日？',
      '12月24日は何曜日？',
      'クリスマスまであと何日？',
      '東京の15時はニューヨークの何時？',
    ],
    effects: LOOKS_ONLY,
    schema: dateArguments,
    runnable,
  })
}
