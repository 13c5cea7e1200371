import { z } from 'zod'
import type { Answer } from '../../domain/answer.ts'
import { ROUTE_LABELS } from '../../domain/decision.ts'
import type { Message } from '../../domain/message.ts'
import type { MarkedLocator } from '../../domain/place-marks.ts'

/** The JSON columns of the database, checked on the way out: an older or newer program may have written them. */

// JSON has no NaN and no infinity and writes null for them.
const number = z.number().or(z.null().transform(() => Number.NaN))

const argumentsSchema = z.record(z.string(), z.unknown())

const pendingSchema = z.object({
  callId: z.string(),
  tool: z.string(),
  title: z.string(),
  arguments: argumentsSchema,
  destructive: z.boolean(),
  expiresAt: z.number(),
})

const traceSchema = z.object({
  considered: z.array(z.object({ id: z.string(), probability: number })),
  calls: z.array(
    z.object({
      id: z.string(),
      arguments: argumentsSchema,
      outcome: z.enum(['done', 'failed', 'refused', 'awaiting-approval']),
      durationMs: number,
      code: z.string().exactOptional(),
    }),
  ),
})

const place = {
  headings: z.array(z.string()).exactOptional(),
  page: z.number().exactOptional(),
  line: z.number().exactOptional(),
  row: z.number().exactOptional(),
}

export const locatorSchema: z.ZodType<MarkedLocator> = z.object({
  ...place,
  marks: z.array(z.object({ ...place, at: z.number() })).exactOptional(),
})

export const messageSchema: z.ZodType<Message> = z.object({
  id: z.string(),
  thread: z.object({
    id: z.string(),
    surface: z.enum(['slack', 'discord', 'web', 'terminal']),
    workspace: z.string(),
    channel: z.string(),
    audience: z.string(),
    createdAt: z.number(),
  }),
  author: z.object({ id: z.string(), displayName: z.string().exactOptional() }),
  text: z.string(),
  receivedAt: z.number(),
  audience: z.object({ labels: z.array(z.string()) }),
  search: z.enum(['auto', 'always', 'never']),
  locale: z.enum(['en', 'ja']).exactOptional(),
  promptText: z.string().exactOptional(),
  askedAt: z.number().exactOptional(),
  permalink: z.string().exactOptional(),
  repeats: z.string().exactOptional(),
  approved: pendingSchema.exactOptional(),
  addressed: z.boolean(),
})

const citationSchema = z.object({
  number,
  key: z.number(),
  title: z.string(),
  location: z.string(),
  locator: locatorSchema,
  quote: z.string(),
  score: number,
})

const decisionSchema = z.object({
  labels: z.array(z.enum(ROUTE_LABELS)),
  probabilities: z.record(z.enum(ROUTE_LABELS), number),
  confidence: number,
  reasons: z.array(z.string()),
  features: z.record(z.string(), number),
  decidedBy: z.enum(['features', 'model', 'asker']),
})

export const answerSchema: z.ZodType<Answer> = z.object({
  kind: z.enum(['answered', 'extracted', 'abstained']),
  text: z.string(),
  citations: z.array(citationSchema),
  decision: decisionSchema,
  evidence: z.object({ used: z.number(), found: z.number() }),
  model: z.string().nullable(),
  question: z.string(),
  timings: z.record(z.string(), number),
  audiences: z.array(z.string()).exactOptional(),
  tools: traceSchema.exactOptional(),
  pending: pendingSchema.exactOptional(),
  degraded: z.string().exactOptional(),
})

/** The columns that are read of thousands of answers at a time, hence no more than is counted. */
export const answerFactsSchema = z.object({
  kind: z.enum(['answered', 'extracted', 'abstained']),
  decision: z.object({ labels: z.array(z.enum(ROUTE_LABELS)) }),
  citations: z.array(z.object({ key: z.number(), location: z.string(), score: number })),
  timings: z.record(z.string(), number),
})
