import { randomUUID } from 'node:crypto'
import { SlackRefusal } from './wire.ts'

/** Milliseconds for which a trigger can open a view (https://docs.slack.dev/interactivity/handling-user-interaction). */
const TRIGGER_LIFE_MS = 3_000

/** What a click or command gives an app so that it may open a view for that person. */
export interface Triggers {
  issue(user: string): string
  /** Uses a trigger up. @returns whose it was. @throws SlackRefusal when it is unknown, too old or used */
  exchange(trigger: unknown): string
}

export function createTriggers(lifeMs: number = TRIGGER_LIFE_MS): Triggers {
  const issued = new Map<string, { readonly user: string; readonly at: number; isUsed: boolean }>()
  return {
    issue(user) {
      const [oldest] = issued.keys()
      if (issued.size > 1_000 && oldest !== undefined) issued.delete(oldest)
      const trigger = `${Date.now()}.${randomUUID()}`
      issued.set(trigger, { user, at: Date.now(), isUsed: false })
      return trigger
    },
    exchange(trigger) {
      const known = typeof trigger === 'string' ? issued.get(trigger) : undefined
      if (known === undefined) throw new SlackRefusal('invalid_trigger_id')
      if (known.isUsed) throw new SlackRefusal('exchanged_trigger_id')
      if (Date.now() - known.at > lifeMs) throw new SlackRefusal('expired_trigger_id')
      known.isUsed = true
      return known.user
    },
  }
}
