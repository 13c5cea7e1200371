import * as z from 'zod'
import { ROUTE_LABELS } from '../domain/decision.ts'

const Meta = z.object({ scope: z.string().optional() })
const Speech = z.object({ speaker: z.string(), text: z.string() })

/** One document of `corpus.jsonl`. `meta.scope` works as an audience label: only queries of that scope may find it. */
export const DocumentRecord = z.object({
  _id: z.string().min(1),
  title: z.string().default(''),
  text: z.string(),
  meta: Meta.default({}),
})
export type DocumentRecord = z.infer<typeof DocumentRecord>

/** One query. `history` holds the turns before it, oldest first. */
export const QueryRecord = z.object({
  _id: z.string().min(1),
  text: z.string().min(1),
  history: z.array(Speech).default([]),
  meta: Meta.default({}),
})
export type QueryRecord = z.infer<typeof QueryRecord>

/** One message with the label that it should get. */
export const RoutingRecord = z.object({
  _id: z.string().min(1),
  text: z.string().min(1),
  history: z.array(Speech).default([]),
  label: z.enum(ROUTE_LABELS),
})
export type RoutingRecord = z.infer<typeof RoutingRecord>

/** Who spoke, by the names that the sets use. People talking to each other are all users. */
export function roleOf(speaker: string): 'user' | 'assistant' {
  return /^(assistant|agent|system|bot|chatbot|ai)$/i.test(speaker) ? 'assistant' : 'user'
}
