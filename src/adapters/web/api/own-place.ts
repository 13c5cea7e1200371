import type { Thread } from '../../../domain/thread.ts'
import { personLabel, type Visitor } from '../access/visitor.ts'

// Names of visitors hold no colon, so each part can be told from the next.
const WORKSPACE = 'local'

/** The channel in which the threads of a visitor stand. */
export function channelOf({ id }: Pick<Visitor, 'id'>): string {
  return id.slice(id.indexOf(':') + 1)
}

/** A thread that a visitor begins. */
export function newThread(visitor: Visitor, uuid: string, createdAt: number): Thread {
  return {
    id: `${visitor.id}:${uuid}`,
    surface: 'web',
    workspace: WORKSPACE,
    channel: channelOf(visitor),
    audience: personLabel(visitor),
    createdAt,
  }
}

export function isOwnThread(thread: Pick<Thread, 'channel' | 'surface'>, visitor: Visitor): boolean {
  return thread.surface === 'web' && thread.channel === channelOf(visitor)
}

/** The id of the message behind a turn of a visitor. @returns undefined for turns of others */
export function ownMessageId(turnId: string, visitor: Visitor): string | undefined {
  const prefix = `web:${WORKSPACE}:${channelOf(visitor)}:`
  const id = turnId.startsWith(prefix) ? turnId.slice(prefix.length) : ''
  return /^[\w-]+$/.test(id) ? id : undefined
}
