import type { Answer } from '../../src/domain/answer.ts'
import type { Document, Source } from '../../src/domain/document.ts'
import type { Message } from '../../src/domain/message.ts'
import type { Thread, Turn } from '../../src/domain/thread.ts'
import type { ItemKey, NewItem, Store } from '../../src/ports/store.ts'

export const EVERYTHING = { after: 0, limit: 1_000_000 }

export function sampleSource(id: string, changes: Partial<Source> = {}): Source {
  return { id, kind: 'folder', location: `/data/${id}`, audience: 'public', addedAt: 1_700_000_000_000, ...changes }
}

export function sampleDocument(id: string, changes: Partial<Document> = {}): Document {
  return {
    id,
    sourceId: 'handbook',
    location: `/data/handbook/${id}.md`,
    title: `Title of ${id}`,
    mediaType: 'text/markdown',
    contentHash: 'c0ffee',
    byteSize: 1234,
    ingestedAt: 1_700_000_000_000.25,
    ...changes,
  }
}

export function sampleItem(text: string, changes: Partial<NewItem> = {}): NewItem {
  return {
    namespace: 'knowledge',
    audience: 'public',
    createdAt: 1_700_000_000_000,
    title: 'Guide › Start',
    text,
    location: '/data/handbook/guide.md',
    locator: {},
    ...changes,
  }
}

export function sampleVector(...numbers: readonly number[]): Float32Array {
  return Float32Array.from(numbers)
}

export function sampleThread(id: string, changes: Partial<Thread> = {}): Thread {
  const place = { surface: 'slack', workspace: 'T1', channel: 'C1', audience: 'slack:T1:C1' } as const
  return { id, ...place, createdAt: 1_700_000_000_000, ...changes }
}

export function sampleTurn(id: string, threadId: string, changes: Partial<Turn> = {}): Turn {
  return {
    id,
    threadId,
    role: 'user',
    author: { id: 'U1' },
    text: `Turn ${id}`,
    createdAt: 1_700_000_000_000,
    ...changes,
  }
}

export function sampleMessage(id: string, changes: Partial<Message> = {}): Message {
  return {
    id,
    thread: sampleThread('thread-1'),
    author: { id: 'U1', displayName: '花子' },
    text: '休暇は何日もらえますか？',
    receivedAt: 1_700_000_000_000,
    audience: { labels: ['public', 'slack:T1'] },
    search: 'auto',
    locale: 'ja',
    addressed: true,
    ...changes,
  }
}

export const SAMPLE_ANSWER: Answer = {
  kind: 'answered',
  text: '有給休暇は20日です [1]。',
  citations: [
    {
      number: 1,
      key: 7,
      title: '就業規則 › 休暇',
      location: '/data/rules.pdf',
      locator: { headings: ['休暇'], page: 3 },
      quote: '年次有給休暇は20日とする。',
      score: 0.93,
    },
  ],
  decision: {
    labels: ['knowledge'],
    probabilities: { direct: 0.05, knowledge: 0.9, history: 0.1, tool: 0 },
    confidence: 0.9,
    reasons: ['probe-knowledge-strong'],
    features: { margin: 0.4 },
    decidedBy: 'features',
  },
  evidence: { used: 1, found: 4 },
  model: null,
  question: '休暇は何日もらえますか？',
  timings: { probe: 1.25, total: 12.5 },
  degraded: 'model-unreachable',
}

/** Adds a source where it is missing, and a document with items in it. @returns the keys of the items. */
export async function addDocument(
  store: Store,
  document: Document,
  items: readonly NewItem[],
): Promise<{ readonly added: readonly ItemKey[]; readonly removed: readonly ItemKey[] }> {
  const source = await store.sources.find(document.sourceId)
  if (source === undefined) await store.sources.add(sampleSource(document.sourceId))
  const draft = await store.documents.begin(document)
  await store.documents.append(draft, items)
  return store.documents.commit(draft)
}

/** All keys that an index would see. */
export async function visibleKeys(store: Store): Promise<readonly ItemKey[]> {
  const headers = await store.items.listHeaders(EVERYTHING)
  return headers.map(({ key }) => key)
}

/** Sweeps until nothing is left. @returns how many rows each call deleted. */
export async function sweepAll(store: Store, limit: number): Promise<readonly number[]> {
  const counts: number[] = []
  for (let count = -1; count !== 0; ) {
    count = await store.documents.sweep(limit)
    counts.push(count)
  }
  return counts
}
