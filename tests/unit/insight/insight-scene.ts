import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import type { Answer } from '../../../src/domain/answer.ts'
import { answerTurnId } from '../../../src/domain/message.ts'
import type { SurfaceName } from '../../../src/domain/thread.ts'
import { createInsightReader } from '../../../src/insight/create-insight-reader.ts'
import type { InsightLimits } from '../../../src/insight/insight-ports.ts'
import type { InsightReport, InsightRequest } from '../../../src/ports/insight.ts'
import type { Store } from '../../../src/ports/store.ts'
import {
  addDocument,
  SAMPLE_ANSWER,
  sampleDocument,
  sampleItem,
  sampleSource,
} from '../../contracts/store-contract-samples.ts'
import { neverAborts } from '../../fakes/conversation-fixtures.ts'

export const DAY_MS = 24 * 60 * 60_000
/** Noon of 21 November 2026 in Tokyo. */
export const NOON = Date.UTC(2026, 10, 21, 3)
export const WEEK: InsightRequest = { since: NOON - 6 * DAY_MS, until: NOON + 1, utcOffsetMinutes: 540 }

export interface Asked {
  readonly text?: string
  readonly at?: number
  readonly audience?: string
  readonly surface?: SurfaceName
  readonly answer?: Partial<Answer>
}

/** Answers in a store in memory, and the reader of insight over them. */
export function stageInsight(limits?: Partial<InsightLimits>, store: Store = createMemoryStore()) {
  let elapsed = 0
  let asked = 0
  const embedder = { id: 'bundled-1', keySpace: (task: string) => `space of ${task}` }
  const clock = { elapsed: () => elapsed }
  const reader = createInsightReader({ ...store, embedder, clock, ...(limits && { limits }) })
  return {
    store,
    reader,
    pass(ms: number) {
      elapsed += ms
    },
    /** @returns the id of the question's turn */
    async ask({ text = '休暇は何日？', at = NOON, audience = 'public', surface = 'web', answer = {} }: Asked = {}) {
      const { conversations } = store
      const threadId = `${surface} ${audience}`
      await conversations.ensureThread({ id: threadId, surface, workspace: 'w', channel: 'c', audience, createdAt: 0 })
      asked += 1
      const id = `question ${asked}`
      const turn = { threadId, createdAt: at }
      await conversations.addTurn({ ...turn, id, role: 'user', author: { id: 'U1' }, text })
      await conversations.addTurn({
        ...turn,
        id: answerTurnId(id),
        role: 'assistant',
        author: { id: 'kiku' },
        text: '',
      })
      await conversations.addAnswer(answerTurnId(id), { ...SAMPLE_ANSWER, citations: [], timings: {}, ...answer })
      return id
    },
    /** @returns the keys of its passages */
    async addFile(name: string, audience = 'public', passages = 1): Promise<readonly number[]> {
      const location = `/data/${name}`
      if ((await store.sources.find(audience)) === undefined) {
        await store.sources.add(sampleSource(audience, { audience, location: '/data' }))
      }
      const document = sampleDocument(`${audience} ${name}`, {
        sourceId: audience,
        location,
        title: `Title of ${name}`,
      })
      const items = Array.from({ length: passages }, (_, number) =>
        sampleItem(`${name} ${number}`, {
          audience,
          location,
          title: `Title of ${name} › 第1章`,
          locator: { headings: ['第1章'] },
        }),
      )
      return (await addDocument(store, document, items)).added
    },
    read(labels: readonly string[] = ['public'], about: Partial<InsightRequest> = {}): Promise<InsightReport> {
      return reader.read({ ...WEEK, ...about }, { labels }, neverAborts)
    },
  }
}

export function cite(key: number, location: string, score = 0.9): Answer['citations'][number] {
  return { number: 1, key, title: 'cited title', location, locator: {}, quote: 'cited words', score }
}
