import { z } from 'zod'
import { isExposed } from './read-secret.ts'

const text = z.string().trim().min(1)
/** Values may name variables of the environment, `${OTLP_TOKEN}`, so that no secret stands in the file. */
const headers = z.record(
  text.max(200).regex(/^[!#$%&'*+\-.^_`|~\w]+$/, 'the name of a header'),
  z
    .string()
    .max(8_000)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'the value of a header, on one line'),
)

/** What is measured, and who is told. */
export const telemetrySchema = z
  .strictObject({
    /** Whether `/metrics` counts. */
    metrics: z.boolean().default(true),
    /** A collector of OpenTelemetry that takes OTLP over HTTP; without one nothing is traced. */
    otlpUrl: z
      .url({ protocol: /^https?$/ })
      .refine(carriesNoLogin, { params: { kiku: 'login' } })
      .optional(),
    otlpHeaders: headers.default({}),
    /** Share of answers that are traced. */
    sampleRatio: z.number().min(0).max(1).default(1),
  })
  .prefault({})

export type TelemetrySettings = z.infer<typeof telemetrySchema>

/** Oddities worth a line on standard error. */
export function describeTelemetryGaps({ otlpUrl, otlpHeaders }: TelemetrySettings): readonly string[] {
  const hasHeaders = Object.keys(otlpHeaders).length > 0
  if (otlpUrl === undefined) {
    return hasHeaders ? ['No traces are sent: telemetry.otlpHeaders is set, but telemetry.otlpUrl is not.'] : []
  }
  return hasHeaders && isExposed(otlpUrl)
    ? ['telemetry.otlpUrl begins with http://, so the headers travel unencrypted. Use https://.']
    : []
}

// A login inside an address would travel into logs and the output of `doctor`.
function carriesNoLogin(address: string): boolean {
  if (!URL.canParse(address)) return true
  const { username, password } = new URL(address)
  return username === '' && password === ''
}
