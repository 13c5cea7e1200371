import type { SessionView } from '../../api/schemas/conversations.ts'
import { createStore } from './store.ts'

/** Who is to read what is added here; undefined leaves it to the server. */
export const audienceStore = createStore<string | undefined>(undefined)

/** The label of whoever is here, as the server makes it. */
export function ownLabel({ visitor }: Pick<SessionView, 'visitor'>): string {
  return `person:web:${visitor.name}`
}

/** What can be chosen, first what holds where nothing is. */
export function listAudiences(session: Pick<SessionView, 'labels' | 'visitor'>): readonly string[] {
  const first = session.labels.includes('public') ? 'public' : ownLabel(session)
  return [first, ...session.labels.filter((label) => label !== first)]
}
