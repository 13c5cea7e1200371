import { z } from 'zod'
import type { SettingStore } from '../ports/store.ts'

/** What a job is to do, kept until it has ended so that the next start takes up what a kill interrupted. */
export type JobPlan = z.infer<typeof planSchema>

const planSchema = z.object({
  id: z.string(),
  label: z.string(),
  audience: z.string(),
  queuedAt: z.number(),
  /** How often it was begun. */
  attempts: z.int(),
  work: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('addresses'), addresses: z.array(z.string()).readonly() }),
    z.object({ kind: z.literal('file'), uploadId: z.string(), path: z.string(), contentHash: z.string() }),
    z.object({ kind: z.literal('refresh'), sourceId: z.string() }),
  ]),
})

const PREFIX = 'source-job:'

/** Keeps plans among the settings. */
export interface PlanShelf {
  keep(plan: JobPlan): Promise<void>
  drop(id: string): Promise<void>
  /** The oldest first. What cannot be read is dropped. */
  list(): Promise<readonly JobPlan[]>
}

export function createPlanShelf(settings: SettingStore): PlanShelf {
  return {
    keep: (plan) => settings.set(PREFIX + plan.id, JSON.stringify(plan)),
    drop: (id) => settings.remove(PREFIX + id),
    async list() {
      const plans: JobPlan[] = []
      for (const { name, value } of await settings.list(PREFIX)) {
        const plan = readPlan(value)
        if (plan === undefined) await settings.remove(name)
        else plans.push(plan)
      }
      return plans.sort((left, right) => left.queuedAt - right.queuedAt)
    },
  }
}

function readPlan(json: string): JobPlan | undefined {
  try {
    return planSchema.parse(JSON.parse(json))
  } catch {
    // Written by another version of Kiku: what it was about can be added again.
    return undefined
  }
}
