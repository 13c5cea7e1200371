import type { Question } from '../src/answer/question.ts'
import type { Evidence } from '../src/domain/evidence.ts'
import type { ItemStore } from '../src/ports/store.ts'

const POINTS_AT_FILE =
  /\b(?:attach(?:ed|ment)|(?:this|the|that|these|my) (?:file|document|pdf|doc|paper|report|spreadsheet|sheet|slides?|log|text|snippet)s?|summari[sz]e|tl;?dr)\b|添付|この(?:ファイル|文書|資料|PDF|ドキュメント|書類|表|ログ)|(?:ファイル|資料|文書)(?:の|を|に)|要約|まとめて/i
/** Below this the search has found nothing that is surely meant. */
const CLEAR_PROBABILITY = 0.4
/** What a passage counts that was attached but not found by its words: it was brought for this conversation. */
const ATTACHED_PROBABILITY = 0.35
const MOST_PASSAGES = 12

/**
 * Passages of files that were attached in the thread, from their beginning, where the question points at a file as a whole
 * ('summarise this', 「添付の要点は？」) or nothing better was found: such a question has no word in common with them.
 */
export async function addAttached(
  evidence: readonly Evidence[],
  question: Question,
  items: Pick<ItemStore, 'listOfThread'>,
): Promise<readonly Evidence[]> {
  const isPermitted = question.audience.labels.some((label) => label === `thread:${question.threadId}`)
  if (!isPermitted) return evidence
  const isClear = evidence.some(({ probability }) => probability >= CLEAR_PROBABILITY)
  if (isClear && !POINTS_AT_FILE.test(question.original)) return evidence
  const known = new Set(evidence.map(({ key }) => key))
  const attached = await items.listOfThread(question.threadId, 'knowledge', MOST_PASSAGES)
  const added = attached.filter(({ key, audience }) => !known.has(key) && question.audience.labels.includes(audience))
  return [
    ...evidence,
    ...added.map(({ key, namespace, audience, title, text, location, locator, createdAt }): Evidence => {
      const score = { score: 0, probability: ATTACHED_PROBABILITY, legs: {} }
      return { key, namespace, audience, title, text, location, locator, createdAt, ...score }
    }),
  ]
}
