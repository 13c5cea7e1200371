import { KikuError } from '../domain/errors.ts'
import { answerTurnId } from '../domain/message.ts'
import type { ThreadOutline, TimePlace } from '../ports/conversation-lists.ts'
import type { ConversationStore } from '../ports/store.ts'
import type { ThreadShelf, ThreadSummary } from '../ports/thread-shelf.ts'
import { cleanTitle } from './thread-shelf-title.ts'

export interface ThreadShelfPorts {
  readonly conversations: Pick<ConversationStore, 'findOutline' | 'listFeedback' | 'listThreads' | 'nameThread'>
}

const MOST_THREADS = 100

/** The conversations that people have had on the page. */
export function createThreadShelf({ conversations }: ThreadShelfPorts): ThreadShelf {
  return {
    async list({ authorId, surface, cursor, limit }) {
      const before = cursor === undefined ? undefined : readCursor(cursor)
      const most = Math.min(MOST_THREADS, Math.max(1, Math.trunc(limit) || 1))
      // On the page each person has a channel of their own.
      const channel = { surface, workspace: 'local', channel: authorId.replace(`${surface}:`, '') }
      // One more than is given tells whether there are more.
      const found = await conversations.listThreads(channel, { limit: most + 1, ...(before && { before }) })
      const given = found.slice(0, most)
      const last = found.length > most ? given.at(-1) : undefined
      return { threads: given.map(toSummary), ...(last && { next: writeCursor({ at: last.askedAt, id: last.id }) }) }
    },
    async find(threadId) {
      const outline = await conversations.findOutline(threadId)
      return outline && toSummary(outline)
    },
    async findVerdicts(turnIds, authorId) {
      const verdicts = new Map<string, 'up' | 'down'>()
      for (const turnId of turnIds) {
        const given = await conversations.listFeedback(answerTurnId(turnId))
        const own = given.find((feedback) => feedback.authorId === authorId)
        if (own !== undefined) verdicts.set(turnId, own.verdict)
      }
      return verdicts
    },
    rename: (threadId, title) => conversations.nameThread(threadId, cleanTitle(title)),
  }
}

function toSummary({ id, name, opening, createdAt, askedAt, questions }: ThreadOutline): ThreadSummary {
  return { id, title: name ?? (cleanTitle(opening) || '…'), createdAt, updatedAt: askedAt, questions }
}

function writeCursor({ at, id }: TimePlace): string {
  return `${at}~${id}`
}

function readCursor(cursor: string): TimePlace {
  const [, at, id] = /^(\d{1,16}(?:\.\d{1,10})?)~(.{1,400})$/su.exec(cursor) ?? []
  if (at !== undefined && id !== undefined) return { at: Number(at), id }
  throw new KikuError('misuse', 'This place in the list of conversations is not known.', {
    remedy: 'Begin at the first page.',
  })
}
