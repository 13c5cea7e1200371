import { z } from 'zod'

/** A failure (https://www.rfc-editor.org/rfc/rfc9457), with the code of a `KikuError`. */
export const problemSchema = z
  .object({
    type: z.string().describe('`about:blank`'),
    title: z.string().describe('What went wrong, as a sentence for people'),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional().describe('What to do about it'),
    retryable: z.boolean(),
    /** Where in the request, for a request that does not fit. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

export const locatorSchema = z
  .object({
    headings: z.array(z.string()).optional(),
    page: z.int().optional(),
    lastPage: z.int().optional().describe('Where it goes on beyond its first page'),
    line: z.int().optional(),
    row: z.int().optional(),
  })
  .meta({ id: 'Locator' })

const legSchema = z.object({ score: z.number(), rank: z.int() }).meta({ id: 'LegScore' })

export const evidenceSchema = z
  .object({
    key: z.int(),
    namespace: z.enum(['knowledge', 'history', 'tool', 'example']),
    title: z.string(),
    text: z.string(),
    location: z.string(),
    locator: locatorSchema,
    createdAt: z.number(),
    score: z.number(),
    probability: z.number(),
    legs: z.object({ lexical: legSchema.optional(), dense: legSchema.optional() }),
  })
  .meta({ id: 'Evidence' })

export const citationSchema = z
  .object({
    number: z.int(),
    key: z.int().describe('Opens the passage with /v1/passages/{key}; below 0 for what a tool said'),
    title: z.string(),
    location: z.string(),
    locator: locatorSchema,
    quote: z.string(),
    score: z.number(),
  })
  .meta({ id: 'Citation' })

export type Problem = z.infer<typeof problemSchema>
export type EvidenceView = z.infer<typeof evidenceSchema>
export type CitationView = z.infer<typeof citationSchema>
