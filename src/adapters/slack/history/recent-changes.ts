/**
 * Messages that were edited or deleted of late. A page of the history is a little old when it arrives: what was deleted
 * in between must not be remembered, and what was edited not in its former words.
 */
export interface RecentChanges {
  note(place: MessagePlace, change: RecentChange): void
  find(place: MessagePlace): RecentChange | undefined
}

interface MessagePlace {
  readonly channel: string
  readonly ts: string
}

export type RecentChange = { readonly kind: 'deleted' } | { readonly kind: 'edited'; readonly text: string }

/** @param most changes that are kept, the latest */
export function createRecentChanges(most = 2_000): RecentChanges {
  const changes = new Map<string, RecentChange>()
  const keyOf = ({ channel, ts }: MessagePlace) => `${channel}:${ts}`
  return {
    note(place, change) {
      changes.delete(keyOf(place))
      changes.set(keyOf(place), change)
      const [oldest] = changes.keys()
      if (changes.size > most && oldest !== undefined) changes.delete(oldest)
    },
    find: (place) => changes.get(keyOf(place)),
  }
}
