import type { z } from 'zod'
import { slackWords } from '../words/words.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import type { Respond } from './private-voice.ts'

/** Reads what Slack sent. What Kiku cannot read is logged, and said where that is possible. */
export async function readPayload<Payload>(
  {
    schema,
    body,
    what,
    respond,
  }: {
    readonly schema: z.ZodType<Payload>
    readonly body: unknown
    readonly what: string
    readonly respond?: Respond | undefined
  },
  { telemetry, language }: InteractionDesk,
): Promise<Payload | undefined> {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  // Paths of fields only: the values are what people wrote.
  const fields = read.error.issues.map(({ path }) => path.join('.')).join(' ')
  telemetry.warn('slack-payload-unreadable', { what, fields })
  const text = slackWords(language).failure('internal', {})
  await respond?.({ response_type: 'ephemeral', replace_original: false, text }).catch(() => undefined)
  return undefined
}
