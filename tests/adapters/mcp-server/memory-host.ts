import type { McpHost, McpQuestion, OpenedPassage } from '../../../src/adapters/mcp-server/mcp-host.ts'
import type { Answer, AnswerEvent } from '../../../src/domain/answer.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'

/** What the host of a test knows. Passages of one location are one document, in the order given. */
export type Item = OpenedPassage

export interface MemoryHost extends McpHost {
  readonly questions: readonly McpQuestion[]
  /** Calls that were told to end. */
  readonly cancelled: readonly string[]
  /** Resolves when a call waits, or has been told to end. */
  reached(kind: 'waiting' | 'cancelled'): Promise<void>
}

export interface MemoryHostOptions {
  /** Forgets about audiences, as a host with a mistake would. */
  readonly isLeaky?: boolean
  /** What befalls calls. */
  readonly failure?: unknown
  /** Events in place of an answer from the items. A question that contains `wait` waits until it is cancelled. */
  readonly events?: readonly AnswerEvent[]
  readonly answer?: Partial<Answer>
}

/** Finds every item that holds a word of the query, or for the query `*` all of them. */
export function createMemoryHost(items: readonly Item[], options: MemoryHostOptions = {}): MemoryHost {
  const questions: McpQuestion[] = []
  const cancelled: string[] = []
  const waiters = { waiting: createFlag(), cancelled: createFlag() }
  const isReadable = (item: Item, labels: readonly string[]) =>
    options.isLeaky === true || labels.includes(item.audience)
  const fail = () => {
    if (options.failure !== undefined) throw options.failure
  }

  async function waitForEver(what: string, signal: AbortSignal): Promise<void> {
    waiters.waiting.raise()
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    cancelled.push(what)
    waiters.cancelled.raise()
    throw signal.reason
  }

  return {
    questions,
    cancelled,
    reached: (kind) => waiters[kind].raised,
    async search({ text, limit }, { labels }, signal) {
      fail()
      if (text.includes('wait')) await waitForEver('search', signal)
      const found = items.filter((item) => isReadable(item, labels) && matches(text, item))
      return found.slice(0, limit).map(toEvidence)
    },
    async *ask(question, { labels }, signal) {
      questions.push(question)
      fail()
      yield { kind: 'status', stage: 'gather' }
      if (question.text.includes('wait')) await waitForEver('ask', signal)
      yield { kind: 'status', stage: 'answer' }
      yield { kind: 'token', text: 'draft that is taken back' }
      if (options.events !== undefined) return yield* options.events
      const used = items.filter((item) => isReadable(item, labels) && matches(question.text, item))
      yield { kind: 'done', answer: { ...toAnswer(question.text, used), ...options.answer } }
    },
    async open(place, { labels }, signal) {
      fail()
      if (place.kind === 'location' && place.location.includes('wait')) await waitForEver('open', signal)
      const at = items.findIndex((item) =>
        place.kind === 'key' ? item.key === place.key : item.location === place.location,
      )
      const middle = items[at]
      if (middle === undefined || !isReadable(middle, labels)) return []
      const near = items.slice(Math.max(0, at - place.around), at + place.around + 1)
      return near.filter((item) => item.location === middle.location && isReadable(item, labels))
    },
  }
}

/** A passage of a document of its own, for everybody unless said otherwise. */
export function buildItem(changes: Partial<Item> & Pick<Item, 'key' | 'text'>): Item {
  const location = `/srv/kiku/private-folder/document-${changes.key}.md`
  return { audience: 'public', title: `Document ${changes.key}`, location, locator: { line: 3 }, ...changes }
}

function matches(query: string, { text }: Item): boolean {
  if (query === '*') return true
  const words = query.toLowerCase().match(/[a-z]{4,}|[\u4e00-\u9fff\u30a0-\u30ff]{2,}/g) ?? []
  return words.some((word) => text.toLowerCase().includes(word))
}

function toEvidence(item: Item): Evidence {
  return { ...item, namespace: 'knowledge', createdAt: 0, score: 1, probability: 0.9, legs: {} }
}

function toAnswer(question: string, used: readonly Item[]): Answer {
  const isFound = used.length > 0
  return {
    kind: isFound ? 'extracted' : 'abstained',
    text: isFound ? used.map(({ text }, index) => `${text} [${index + 1}]`).join('\n') : 'I could not find this.',
    citations: used.map((item, index) => ({ ...item, number: index + 1, quote: item.text, score: 0.9 })),
    decision: {
      labels: ['knowledge'],
      probabilities: { direct: 0.1, knowledge: 0.9, history: 0.05, tool: 0.01 },
      confidence: 0.9,
      reasons: ['asks-for-fact'],
      features: {},
      decidedBy: 'features',
    },
    evidence: { used: used.length, found: used.length },
    model: null,
    question,
    timings: { total: 4 },
    audiences: [...new Set(used.map(({ audience }) => audience))],
  }
}

function createFlag(): { readonly raised: Promise<void>; raise(): void } {
  let raise = () => {}
  const raised = new Promise<void>((resolve) => {
    raise = resolve
  })
  return { raised, raise: () => raise() }
}
