import { z } from 'zod'

const percentiles = z.object({ p50: z.number(), p90: z.number(), p99: z.number() })

/** `GET /v1/insight?days=30&utcOffsetMinutes=540`. */
export const insightSchema = z
  .object({
    questions: z.int(),
    days: z.array(z.object({ day: z.string(), answered: z.int(), extracted: z.int(), abstained: z.int() })),
    outcomes: z.object({ answered: z.int(), extracted: z.int(), abstained: z.int() }),
    routes: z.object({ direct: z.int(), knowledge: z.int(), history: z.int(), tool: z.int() }),
    surfaces: z.record(z.string(), z.int()),
    feedback: z.object({ up: z.int(), down: z.int() }),
    latency: z.record(z.string(), percentiles),
    sources: z.array(z.object({ location: z.string(), title: z.string(), citations: z.int() })),
    unanswered: z.array(z.object({ turnId: z.string(), text: z.string(), surface: z.string(), at: z.number() })),
    unansweredElsewhere: z.int(),
    retrieval: z.object({
      citedShare: z.number().nullable(),
      meanBestProbability: z.number().nullable(),
      passages: z.int(),
      withoutVector: z.int(),
      embedder: z.string(),
    }),
    isPartial: z.boolean(),
  })
  .meta({ id: 'Insight' })

export type InsightView = z.infer<typeof insightSchema>
