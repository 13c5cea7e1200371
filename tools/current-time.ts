import { tool } from '@langchain/core/tools'
import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Clock } from '../src/ports/clock.ts'
import { formatMoment } from './dates/format-moment.ts'
import { type BuiltInTool, describeTool, LOOKS_ONLY } from './describe-tool.ts'
import { requireTimeZone } from './time-zones/require-time-zone.ts'
import { contextOf } from './tool-context.ts'
import { succeed } from './tool-output.ts'

const DESCRIPTION = 'Tells the current date, weekday and time, here or in a city or time zone.'

const schema = z.strictObject({
  timeZone: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .optional()
    .describe('City ("Paris", "ニューヨーク"), zone ("Europe/Paris") or offset ("UTC+9"); left out: here'),
})

export interface CurrentTimeOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Where nobody names another. */
  readonly timeZone: string
}

/** Tells what time it is: models do not know. */
export function createCurrentTime({ clock, timeZone }: CurrentTimeOptions): BuiltInTool {
  const runnable = tool(
    (given, config) => {
      const { language } = contextOf(config)
      const zone = requireTimeZone(given.timeZone, timeZone)
      return succeed(formatMoment(DateTime.fromMillis(clock.now(), { zone }), language))
    },
    { name: 'current_time', description: DESCRIPTION, schema },
  )
  return describeTool({
    title: 'Current time',
    examples: [
      'What time is it?',
      'What time is it in New York?',
      "What is today's date?",
      'What day of the week is it today?',
      '今何時？',
      'ロンドンは今何時ですか',
      '今日は何日、何曜日？',
    ],
    effects: LOOKS_ONLY,
    schema,
    runnable,
  })
}
