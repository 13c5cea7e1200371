import { z } from 'zod'
import type { Answer, AnswerEvent } from '../../src/domain/answer.ts'
import type { AskRequest, Kiku } from '../../src/kiku.ts'
import { NEVER } from './journey-bench.ts'

const share = z.number().min(0).max(1)

/** The object that `ask --json` promises. Unknown keys are allowed: fields are added, never renamed. */
export const answerObject = z.looseObject({
  kind: z.enum(['answered', 'extracted', 'abstained']),
  answer: z.string().min(1),
  citations: z.array(
    z.looseObject({
      number: z.number().int().positive(),
      title: z.string(),
      location: z.string().min(1),
      quote: z.string().min(1),
      score: share,
    }),
  ),
  decision: z.looseObject({
    labels: z.array(z.enum(['direct', 'knowledge', 'history', 'tool'])).min(1),
    confidence: share,
    reasons: z.array(z.string()),
    features: z.record(z.string(), z.number()),
  }),
  evidence: z.strictObject({ used: z.number().int().min(0), found: z.number().int().min(0) }),
  model: z.string().nullable(),
  timings: z.record(z.string(), z.number().min(0)),
  degraded: z.string().optional(),
})

export type AnswerObject = z.infer<typeof answerObject>

/** Reads the output of `ask --json`: one object on one line and nothing else. */
export function readAnswer({ stdout }: { readonly stdout: string }): AnswerObject {
  const lines = stdout.trimEnd().split('\n')
  if (lines.length !== 1) throw new Error(`Expected one line, got ${lines.length}: ${stdout.slice(0, 500)}`)
  return answerObject.parse(JSON.parse(lines[0] ?? ''))
}

/** Asks and returns the final answer. @throws the error of a `failed` event */
export async function askKiku(kiku: Kiku, text: string, changes: Partial<AskRequest> = {}): Promise<Answer> {
  const events = await collectAnswer(kiku, text, changes)
  const last = events.at(-1)
  if (last?.kind === 'done') return last.answer
  throw last?.kind === 'failed' ? last.error : new Error('The answer has no end.')
}

export async function collectAnswer(
  kiku: Kiku,
  text: string,
  changes: Partial<AskRequest> = {},
  signal: AbortSignal = NEVER,
): Promise<readonly AnswerEvent[]> {
  const events: AnswerEvent[] = []
  for await (const event of kiku.ask({ text, search: 'auto', audience: [], ...changes }, signal)) events.push(event)
  return events
}
