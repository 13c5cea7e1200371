import { toKikuError } from '../domain/errors.ts'
import { type Message, turnIdOf } from '../domain/message.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import { chunkDocument } from '../ingest/chunk-document.ts'
import type { Pace } from '../ingest/pace.ts'
import type { Attachment } from '../ports/chat-host.ts'
import type { DocumentLoader, LoadableFile } from '../ports/document-loader.ts'
import type { NewItem } from '../ports/store.ts'
import { type MessageMemoryPorts, rememberMessage } from './remember-message.ts'

/** What reading attachments needs of the world. */
export interface AttachmentPorts extends MessageMemoryPorts {
  readonly loader: DocumentLoader
  readonly pace: Pace
  /** Length and overlap of passages in tokens. */
  readonly chunking: { readonly maxTokens: number; readonly overlapTokens: number }
  readonly mostCharacters?: number
}

/** What one message may bring along; the rest of a longer file is left out. */
const MOST_PASSAGES = 400
const READ_MS = 60_000
const LONGEST_MESSAGE = 8_000

/**
 * Reads files as evidence for the thread of a message, under a label of that thread alone. They live and die with the
 * message. A file that cannot be read costs itself only.
 */
export async function attachFiles(
  message: Message,
  files: readonly LoadableFile[],
  ports: AttachmentPorts,
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  await rememberMessage(message, ports, ports.mostCharacters ?? LONGEST_MESSAGE)
  const known = await ports.store.items.listOfThread(message.thread.id, 'knowledge', Number.MAX_SAFE_INTEGER)
  const attachments: Attachment[] = []
  for (const file of files) {
    try {
      // Read already by a process that was killed before it had answered.
      const before = known.filter(({ location }) => location === locationOf(file, message)).length
      const passages = before > 0 ? before : await attachFile(message, file, ports, signal)
      const isEmpty = passages === 0
      attachments.push({ location: file.location, passages, ...(isEmpty ? { error: 'document-unreadable' } : {}) })
    } catch (thrown) {
      signal.throwIfAborted()
      attachments.push({ location: file.location, passages: 0, error: toKikuError(thrown).code })
    }
  }
  return attachments
}

async function attachFile(
  message: Message,
  file: LoadableFile,
  { store, writer, loader, clock, pace, chunking }: AttachmentPorts,
  signal: AbortSignal,
): Promise<number> {
  const passages = await withDeadline({ signal, timeoutMs: READ_MS, what: 'attached file' }, async (inTime) => {
    const document = await loader.load(file, inTime)
    const chunks = await chunkDocument(document, chunking, { clock, pace, signal: inTime })
    const kept = chunks.slice(0, MOST_PASSAGES)
    const vectors = await writer.embedKeys('knowledge', kept, inTime)
    return kept.map((chunk, index) => ({ chunk, vectors: vectors[index] ?? [] }))
  })
  const items = passages.map(
    ({ chunk, vectors }): NewItem => ({
      namespace: 'knowledge',
      audience: `thread:${message.thread.id}`,
      createdAt: message.receivedAt,
      threadId: message.thread.id,
      title: chunk.title,
      text: chunk.text,
      location: locationOf(file, message),
      locator: chunk.locator,
      vectors,
    }),
  )
  const keys = await store.conversations.addTurnItems(turnIdOf(message), items)
  const vectorsByKey = new Map(keys.map((key, index) => [key, items[index]?.vectors ?? []]))
  const records = await store.items.get(keys)
  writer.attach(records.map((record) => ({ ...record, vectors: vectorsByKey.get(record.key) ?? [] })))
  return keys.length
}

/** The message that brought the file along; the fragment tells its files apart. */
function locationOf(file: LoadableFile, { permalink }: Message): string {
  return permalink === undefined ? file.location : `${permalink}#${encodeURIComponent(file.location)}`
}
