import { recogniseSmallTalk } from '../answer/recognise-small-talk.ts'
import { shortenText } from '../answer/shorten-text.ts'
import { stripCitations } from '../answer/strip-citations.ts'
import { toKikuError } from '../domain/errors.ts'
import type { Thread, Turn } from '../domain/thread.ts'
import type { IndexWriter } from '../index/unified-index.ts'
import type { ItemKey, ItemRecord, NewItem, Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** What remembering needs of the world. */
export interface MemoryPorts {
  readonly store: Pick<Store, 'conversations' | 'items' | 'vectors'>
  readonly writer: IndexWriter
  readonly telemetry: Telemetry
}

/** A turn with where it stands. */
export interface PlacedTurn {
  readonly turn: Turn
  readonly thread: Thread
  readonly permalink: string | undefined
}

/** An index item is for finding and quoting; the turn itself keeps every word. */
const ITEM_TOKENS = 1_500

/**
 * Stores a turn and makes it findable, its vectors excepted: those come later, so that nobody waits for an embedder.
 * @returns the key of its history item; small talk has none
 */
export async function rememberTurn(placed: PlacedTurn, { store, writer }: MemoryPorts): Promise<ItemKey | undefined> {
  const key = await store.conversations.addTurn(placed.turn, toHistoryItem(placed))
  if (key === undefined) return undefined
  attachItems(await store.items.get([key]), writer)
  return key
}

/** Embeds history items that were stored without vectors. Never throws: a background pass finds what is missing. */
export async function embedTurns(
  keys: readonly ItemKey[],
  { store, writer, telemetry }: MemoryPorts,
  signal: AbortSignal,
): Promise<void> {
  try {
    const records = await store.items.get(keys)
    const lists = await writer.embedKeys('history', records, signal)
    const vectors = new Map(records.map((record, index) => [record.key, lists[index] ?? []]))
    for (const [key, list] of vectors)
      for (const { space, vector } of list) await store.vectors.put(space, [{ key, vector }])
    // Read again: what was deleted meanwhile must not come back.
    const present = await store.items.get(keys)
    writer.attach(present.map((record) => ({ ...record, vectors: vectors.get(record.key) ?? [] })))
  } catch (thrown) {
    telemetry.warn('turns-not-embedded', { code: toKikuError(thrown).code })
  }
}

/** Makes stored items findable by their words. */
export function attachItems(records: readonly ItemRecord[], writer: IndexWriter): void {
  writer.attach(records.map((record) => ({ ...record, vectors: [] })))
}

/** What of a turn can be found later. @returns undefined for small talk */
export function toHistoryItem({ turn, thread, permalink }: PlacedTurn): NewItem | undefined {
  if (recogniseSmallTalk(turn.text) !== undefined) return undefined
  return {
    namespace: 'history',
    audience: thread.audience,
    createdAt: turn.createdAt,
    threadId: thread.id,
    title: `${formatMoment(turn.createdAt)} · ${turn.role === 'assistant' ? 'Kiku' : (turn.author.displayName ?? turn.author.id)}`,
    text: shortenText(stripCitations(turn.text), ITEM_TOKENS),
    location: permalink ?? `${thread.surface}:${thread.workspace}:${thread.channel}#${turn.id}`,
    locator: {},
  }
}

function formatMoment(epochMs: number): string {
  const date = new Date(epochMs)
  const pad = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`
}
