import { dropNearDuplicates } from '../src/answer/drop-near-duplicates.ts'
import type { EvidenceAgent, Question } from '../src/answer/question.ts'
import type { Evidence } from '../src/domain/evidence.ts'
import { merelyAsks } from '../src/domain/language/interrogatives.ts'
import type { IndexHit, IndexQuery, IndexSearcher } from '../src/index/unified-index.ts'
import type { ItemStore } from '../src/ports/store.ts'
import type { FindTimeRange } from '../src/ports/time-expression.ts'
import { type HistoryWindow, planHistorySearch } from './history-window.ts'
import { loadEvidence } from './load-evidence.ts'

export interface HistoryAgentOptions {
  readonly searcher: IndexSearcher
  readonly items: Pick<ItemStore, 'get'>
  readonly findTimeRange: FindTimeRange
  /** Hits to look at, of this thread and of the others each. */
  readonly candidates?: number
  /** Pieces of evidence to return at most. */
  readonly limit?: number
  /** Hits less probable than this are noise, 0 to 1. Within a time that the question names, nothing is. */
  readonly minimumProbability?: number
}

/** Finds what was said before: in this thread first, then in the other conversations that the readers may see. */
export function createHistoryAgent({
  searcher,
  items,
  findTimeRange,
  candidates = 12,
  limit = 8,
  minimumProbability = 0.02,
}: HistoryAgentOptions): EvidenceAgent {
  return {
    label: 'history',
    async gather(question, signal) {
      const window = planHistorySearch(question, findTimeRange)
      const [here, elsewhere] = await Promise.all([
        searcher.search(toQuery(question, window, true, candidates), signal),
        searcher.search(toQuery(question, window, false, candidates), signal),
      ])
      const hits = [...here, ...elsewhere].filter((hit) => window.isNamed || hit.probability >= minimumProbability)
      const evidence = await loadEvidence(dropRepeated(hits), items, question.audience.labels)
      return dropNearDuplicates(tellingFirst(evidence, question)).slice(0, limit)
    },
  }
}

function toQuery(question: Question, window: HistoryWindow, isThisThread: boolean, limit: number): IndexQuery {
  return {
    task: 'chat',
    text: window.text,
    context: question.context,
    audience: question.audience.labels,
    limit,
    until: window.until,
    thread: { id: question.threadId, only: isThisThread },
    ...(window.since === undefined ? {} : { since: window.since }),
  }
}

const ASKS_WHAT_WAS_ASKED = /\b(?:ask(?:ed)?|question)\b|質問|尋ね|訊|聞(?:い|き|か)/i

/** Puts what tells something before what merely asks. When old questions are what is asked for, the order stays. */
function tellingFirst(evidence: readonly Evidence[], question: Question): Evidence[] {
  if (ASKS_WHAT_WAS_ASKED.test(question.ownWords)) return [...evidence]
  return [...evidence.filter(({ text }) => !merelyAsks(text)), ...evidence.filter(({ text }) => merelyAsks(text))]
}

function dropRepeated(hits: readonly IndexHit[]): IndexHit[] {
  return [...new Map(hits.map((hit) => [hit.key, hit])).values()]
}
