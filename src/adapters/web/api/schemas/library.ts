import { z } from 'zod'
import { evidenceSchema, locatorSchema } from './common.ts'

/** The body of `POST /v1/search`; `GET /v1/search?q=…&limit=…` is the same. */
export const searchSchema = z
  .object({ query: z.string().min(1), limit: z.int().min(1).max(50).default(10) })
  .meta({ id: 'SearchRequest' })

export const searchReplySchema = z
  .object({ evidence: z.array(evidenceSchema), durationMs: z.number() })
  .meta({ id: 'SearchReply' })

/** `GET /v1/passages/{key}?around=5`. */
export const openedDocumentSchema = z
  .object({
    title: z.string(),
    location: z.string(),
    passages: z.array(
      z.object({
        key: z.int(),
        namespace: z.enum(['knowledge', 'history', 'tool', 'example']),
        title: z.string(),
        text: z.string(),
        locator: locatorSchema,
      }),
    ),
    hasBefore: z.boolean(),
    hasAfter: z.boolean(),
  })
  .meta({ id: 'OpenedDocument' })

export const sourceSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['folder', 'file', 'url', 'channel', 'handbook']),
    location: z.string(),
    label: z.string().describe('What people call it'),
    audience: z.string(),
    addedAt: z.number(),
    refreshedAt: z.number().optional(),
    documents: z.int(),
    items: z.int(),
    failures: z.array(z.object({ location: z.string(), code: z.string(), message: z.string(), at: z.number() })),
  })
  .meta({ id: 'Source' })

export const sourceJobSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['add', 'refresh']),
    label: z.string(),
    state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
    documentsDone: z.int(),
    documentsTotal: z.int(),
    chunks: z.int(),
    unchanged: z.int().optional().describe('Documents that were there already as they are'),
    failures: z.array(z.object({ location: z.string(), code: z.string(), message: z.string() })),
    error: z.string().optional(),
    startedAt: z.number(),
    endedAt: z.number().optional(),
  })
  .meta({ id: 'SourceJob' })

/** The answer to `DELETE /v1/sources/{id}`. */
export const removedSourceSchema = z.object({ documents: z.int(), items: z.int() }).meta({ id: 'RemovedSource' })

/** `GET /v1/sources`. */
export const sourceListSchema = z
  .object({ sources: z.array(sourceSchema), jobs: z.array(sourceJobSchema) })
  .meta({ id: 'SourceList' })

/** JSON body of `POST /v1/sources`; a multipart body with one `file` and an optional `audience` uploads instead. */
export const addSourceSchema = z
  .object({ url: z.url({ protocol: /^https?$/ }), audience: z.string().optional() })
  .meta({ id: 'AddSourceRequest' })

export type SourceView = z.infer<typeof sourceSchema>
export type SourceJobView = z.infer<typeof sourceJobSchema>
export type SourceListView = z.infer<typeof sourceListSchema>
export type OpenedDocumentView = z.infer<typeof openedDocumentSchema>
