import { randomBytes } from 'node:crypto'
import { shardOf } from '../snowflakes.ts'
import type { WireObject } from '../wire.ts'
import type { Connection } from './connection.ts'

/** What one shard of the app has been told, and where it hears more. */
export interface Session {
  readonly id: string
  readonly shard: number
  readonly shards: number
  readonly intents: number
  /** Number of the last event. */
  sequence: number
  /** What can be told again, oldest first. */
  readonly told: { readonly sequence: number; readonly type: string; readonly text: string }[]
  connection: Connection | undefined
}

export interface Sessions {
  readonly all: ReadonlySet<Session>
  find(id: string): Session | undefined
  begin(about: Pick<Session, 'shard' | 'shards' | 'intents'> & { readonly connection: Connection }): Session
  end(session: Session): void
  /** Tells of something, now or when the shard is back. */
  tell(session: Session, type: string, data: WireObject): void
}

export function createSessions(keptEvents: number): Sessions {
  const all = new Set<Session>()
  return {
    all,
    find: (id) => [...all].find((session) => session.id === id),
    begin(about) {
      // A shard that begins anew does not come back to what it had.
      for (const old of [...all])
        if (old.shard === about.shard && old.shards === about.shards && old.connection === undefined) all.delete(old)
      const session: Session = { ...about, id: randomBytes(16).toString('hex'), sequence: 0, told: [] }
      all.add(session)
      return session
    },
    end: (session) => void all.delete(session),
    tell(session, type, data) {
      session.sequence += 1
      const text = JSON.stringify({ op: 0, t: type, s: session.sequence, d: data })
      session.told.push({ sequence: session.sequence, type, text })
      if (session.told.length > keptEvents * 1.25) session.told.splice(0, session.told.length - keptEvents)
      session.connection?.send(text)
    },
  }
}

/** Whether a shard hears of a guild, or of what is in none. */
export const hears = ({ shard, shards }: Session, guildId: string | undefined): boolean =>
  (guildId === undefined ? 0 : shardOf(guildId, shards)) === shard
