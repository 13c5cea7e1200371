import { z } from 'zod'
import { answerSchema } from './answer.ts'

export const threadSummarySchema = z
  .object({ id: z.string(), title: z.string(), createdAt: z.number(), updatedAt: z.number(), questions: z.int() })
  .meta({ id: 'ThreadSummary' })

/** `GET /v1/threads?cursor=…&limit=…`. */
export const threadListSchema = z
  .object({ threads: z.array(threadSummarySchema), next: z.string().optional() })
  .meta({ id: 'ThreadList' })

/** `GET /v1/threads/{id}`: questions with their answers, oldest first. `DELETE` forgets it, `PATCH {title}` renames it. */
export const threadSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    exchanges: z.array(
      z.object({
        turnId: z.string(),
        question: z.string(),
        at: z.number(),
        answer: answerSchema.optional(),
        feedback: z.enum(['up', 'down']).optional(),
      }),
    ),
  })
  .meta({ id: 'Thread' })

export const renameThreadSchema = z.object({ title: z.string().max(200) }).meta({ id: 'RenameThreadRequest' })

/** The answer to `DELETE /v1/threads/{id}`. */
export const forgottenSchema = z
  .object({ turns: z.int().describe('Questions and answers that are gone') })
  .meta({ id: 'Forgotten' })

/** The body of `POST /v1/feedback`. */
export const feedbackSchema = z
  .object({ turnId: z.string().max(300), verdict: z.enum(['up', 'down']), reason: z.string().max(2_000).optional() })
  .meta({ id: 'FeedbackRequest' })

/** The body of `POST /v1/approvals`: declines a call that waits. Approving is asking again with `approved`. */
export const declineSchema = z
  .object({ turnId: z.string().max(300), callId: z.string().max(200) })
  .meta({ id: 'DeclineRequest' })

/** `GET /v1/session`: who is asking, and what Kiku can do now. */
export const sessionSchema = z
  .object({
    visitor: z.object({ name: z.string(), role: z.enum(['owner', 'member']), isSignedIn: z.boolean() }),
    labels: z.array(z.string()).describe('What answers may draw on'),
    language: z.enum(['auto', 'en', 'ja']),
    version: z.string(),
    model: z.object({ name: z.string(), isReachable: z.boolean() }).nullable(),
    sources: z.int(),
    ownSources: z.int().describe("Sources that are not Kiku's own handbook"),
    passages: z.int(),
    limits: z.object({ questionCharacters: z.int(), uploadBytes: z.int() }),
    /** File name endings that can be read. */
    fileEndings: z.array(z.string()),
  })
  .meta({ id: 'Session' })

export type ThreadSummaryView = z.infer<typeof threadSummarySchema>
export type ThreadView = z.infer<typeof threadSchema>
export type SessionView = z.infer<typeof sessionSchema>
