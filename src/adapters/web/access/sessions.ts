import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../../ports/clock.ts'
import type { Visitor } from './visitor.ts'

/** People who have signed in on the page. Kept in memory alone, so that a restart signs everybody out. */
export interface Sessions {
  /** @returns the secret that the browser keeps */
  open(start: SessionStart): string
  /** Whose session it is; undefined where there is none, or it is over. Counts as a use. */
  find(secret: string): Visitor | undefined
  close(secret: string): void
  readonly size: number
}

export interface SessionStart {
  readonly visitor: Visitor
  /** Whether what it was opened with is no longer valid. */
  readonly isOut?: () => boolean
}

export interface SessionBounds {
  readonly ageMs: number
  readonly idleMs: number
  readonly most: number
  readonly mostPerVisitor: number
}

interface Entry extends SessionStart {
  readonly openedAt: number
  usedAt: number
}

export function createSessions(bounds: SessionBounds, clock: Clock): Sessions {
  /** By the digests of their secrets, the least recently used first. */
  const entries = new Map<string, Entry>()

  function isOver({ openedAt, usedAt, isOut }: Entry): boolean {
    const now = clock.now()
    return now - openedAt >= bounds.ageMs || now - usedAt >= bounds.idleMs || isOut?.() === true
  }

  /** The least recently used go for new ones. */
  function makeRoom(visitorId: string): void {
    for (const [key, entry] of entries) if (isOver(entry)) entries.delete(key)
    const own = [...entries].filter(([, { visitor }]) => visitor.id === visitorId).map(([key]) => key)
    for (const key of own.slice(0, Math.max(0, own.length - bounds.mostPerVisitor + 1))) entries.delete(key)
    for (const key of entries.keys()) {
      if (entries.size < bounds.most) break
      entries.delete(key)
    }
  }

  return {
    get size() {
      return entries.size
    },
    open(start) {
      makeRoom(start.visitor.id)
      const secret = randomBytes(32).toString('base64url')
      const now = clock.now()
      entries.set(digestOf(secret), { ...start, openedAt: now, usedAt: now })
      return secret
    },
    find(secret) {
      const key = digestOf(secret)
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      if (isOver(entry)) return undefined
      entry.usedAt = clock.now()
      entries.set(key, entry)
      return entry.visitor
    },
    close(secret) {
      entries.delete(digestOf(secret))
    },
  }
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
