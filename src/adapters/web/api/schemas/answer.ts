import { z } from 'zod'
import { citationSchema, evidenceSchema, problemSchema } from './common.ts'

const route = z.enum(['direct', 'knowledge', 'history', 'tool'])

export const decisionSchema = z
  .object({
    labels: z.array(route),
    probabilities: z.record(route, z.number()),
    confidence: z.number(),
    reasons: z.array(z.string()),
    features: z.record(z.string(), z.number()),
    decidedBy: z.enum(['features', 'model', 'asker']),
  })
  .meta({ id: 'Decision' })

export const pendingCallSchema = z
  .object({
    callId: z.string(),
    tool: z.string(),
    title: z.string(),
    arguments: z.record(z.string(), z.unknown()),
    destructive: z.boolean(),
    expiresAt: z.number(),
  })
  .meta({ id: 'PendingCall' })

const toolTraceSchema = z
  .object({
    considered: z.array(z.object({ id: z.string(), probability: z.number() })),
    calls: z.array(
      z.object({
        id: z.string(),
        arguments: z.record(z.string(), z.unknown()),
        outcome: z.enum(['done', 'failed', 'refused', 'awaiting-approval']),
        durationMs: z.number(),
        code: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'ToolTrace' })

export const answerSchema = z
  .object({
    kind: z.enum(['answered', 'extracted', 'abstained']),
    text: z.string().describe('Markdown with [n] markers'),
    citations: z.array(citationSchema),
    decision: decisionSchema,
    evidence: z.object({ used: z.int(), found: z.int() }),
    model: z.string().nullable(),
    question: z.string().describe('The question made standalone'),
    timings: z.record(z.string(), z.number()),
    tools: toolTraceSchema.optional(),
    pending: pendingCallSchema.optional(),
    degraded: z.string().optional(),
  })
  .meta({ id: 'Answer' })

/** The body of `POST /v1/ask`. */
export const askSchema = z
  .object({
    question: z.string().min(1),
    threadId: z.string().max(200).optional().describe('Continues a thread; a new one otherwise'),
    search: z.enum(['auto', 'always', 'never']).default('auto'),
    language: z.enum(['en', 'ja']).optional().describe("Of Kiku's own sentences where the question shows none"),
    id: z
      .string()
      .regex(/^[\w-]{8,64}$/)
      .optional()
      .describe('Makes a repeated request the same question: it is answered once'),
    repeats: z
      .string()
      .max(300)
      .optional()
      .describe('Turn id of an earlier question of this thread that is answered again'),
    approved: z
      .object({ turnId: z.string().max(300), callId: z.string().max(200) })
      .optional()
      .describe('Approves the call that the answer to this turn waits for, and answers again'),
  })
  .meta({ id: 'AskRequest' })

/** The answer to `POST /v1/ask` without `Accept: text/event-stream`. */
export const askReplySchema = z
  .object({
    threadId: z.string(),
    turnId: z.string().describe('Of the question; for feedback and repeats'),
    answer: answerSchema,
  })
  .meta({ id: 'AskReply' })

const stage = z.enum(['queued', 'contextualise', 'probe', 'route', 'gather', 'fit', 'answer', 'check'])

/**
 * The server-sent events of `POST /v1/ask`: `event` is the kind, `data` this object as JSON. `begun` comes first;
 * every stream ends with exactly one `done` or `failed`. A comment line every 15 seconds keeps the connection alive.
 */
export const streamEventSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('begun'), threadId: z.string(), turnId: z.string() }),
    z.object({ kind: z.literal('status'), stage, position: z.int().optional() }),
    z.object({ kind: z.literal('decision'), decision: decisionSchema }),
    z.object({ kind: z.literal('evidence'), evidence: z.array(evidenceSchema), found: z.int() }),
    z.object({ kind: z.literal('token'), text: z.string() }),
    z.object({ kind: z.literal('tool-call'), name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
    z.object({ kind: z.literal('approval-needed'), call: pendingCallSchema }),
    z.object({ kind: z.literal('done'), answer: answerSchema }),
    z.object({ kind: z.literal('failed'), problem: problemSchema }),
  ])
  .meta({ id: 'StreamEvent' })

export type AskBody = z.input<typeof askSchema>
export type AnswerView = z.infer<typeof answerSchema>
export type DecisionView = z.infer<typeof decisionSchema>
export type PendingCallView = z.infer<typeof pendingCallSchema>
export type StreamEvent = z.infer<typeof streamEventSchema>
