/**
 * Messages that were edited or deleted of late. A page of the history is a little old when it arrives: what was deleted
 * in between must not be remembered, and what was edited not in its former words.
 */
export interface RecentChanges {
  /** @param message its id on the platform, unique in all channels */
  note(message: string, change: RecentChange): void
  find(message: string): RecentChange | undefined
}

export type RecentChange = { readonly kind: 'deleted' } | { readonly kind: 'edited'; readonly text: string }

/** @param most changes that are kept, the latest */
export function createRecentChanges(most = 2_000): RecentChanges {
  const changes = new Map<string, RecentChange>()
  return {
    note(message, change) {
      changes.delete(message)
      changes.set(message, change)
      const [oldest] = changes.keys()
      if (changes.size > most && oldest !== undefined) changes.delete(oldest)
    },
    find: (message) => changes.get(message),
  }
}
