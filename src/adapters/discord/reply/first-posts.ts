/**
 * Keeps the replies of a channel in the order in which they began: none is seen in the making before all that began
 * earlier are seen, or have ended.
 */
export interface FirstPosts {
  begin(channelId: string): FirstPost
}

export interface FirstPost {
  isNext(): boolean
  /** The reply stands, or has ended. Can be said again. */
  done(): void
}

export function createFirstPosts(): FirstPosts {
  /** Those that are not seen yet; channels without any are forgotten. */
  const lines = new Map<string, Set<symbol>>()
  return {
    begin(channelId) {
      const own = Symbol(channelId)
      const line = lines.get(channelId) ?? new Set()
      lines.set(channelId, line.add(own))
      return {
        isNext: () => !line.has(own) || line.values().next().value === own,
        done() {
          line.delete(own)
          if (line.size === 0 && lines.get(channelId) === line) lines.delete(channelId)
        },
      }
    },
  }
}
