import type { Question } from '../src/answer/question.ts'
import type { Evidence } from '../src/domain/evidence.ts'
import type { ItemRecord, ItemStore } from '../src/ports/store.ts'

const POINTS_AT_FILE =
  /\b(?:attach(?:ed|ment)|(?:this|the|that|these|my) (?:file|document|pdf|doc|paper|report|spreadsheet|sheet|slides?|log|text|snippet)s?|summari[sz]e|tl;?dr)\b|添付|この(?:ファイル|文書|資料|PDF|ドキュメント|書類|表|ログ)|(?:ファイル|資料|文書)(?:の|を|に)|要約|まとめて/i
/** Words that mean a file where one came with the question. */
const POINTS = /\b(?:this|that|these|those|it|its)\b|これ|この|それ|その|ここ/i
/** Below this the search has found nothing that is surely meant. */
const CLEAR_PROBABILITY = 0.4
/** What a passage counts that was attached but not found by its words: it was brought for this conversation. */
const ATTACHED_PROBABILITY = 0.35
/** The same where the question points at it. */
const MEANT_PROBABILITY = 0.95
const MOST_PASSAGES = 12
/** Attached passages of a thread that are looked at. */
const MOST_READ = 2_000

/**
 * Adds passages of files that were attached in the thread, from their beginning. They come first where the question points
 * at a file as a whole ('summarise this', 「添付の要点は？」), since such a question has no word in common with them. Where
 * they only came along with it, or nothing better was found, they follow what was clearly found.
 */
export async function addAttached(
  evidence: readonly Evidence[],
  question: Question,
  items: Pick<ItemStore, 'listOfThread'>,
): Promise<readonly Evidence[]> {
  const { audience, ownWords, threadId } = question
  if (!audience.labels.includes(`thread:${threadId}`)) return evidence
  const inThread = await items.listOfThread(threadId, 'knowledge', MOST_READ)
  const attached = inThread.filter((item) => audience.labels.includes(item.audience))
  // The passages of a file are as old as the message that it came with.
  const brought = attached.filter(({ createdAt }) => createdAt === question.askedAt)
  const isPointedAt = POINTS_AT_FILE.test(ownWords) || (brought.length > 0 && POINTS.test(ownWords))
  const isClear = evidence.some(({ probability }) => probability >= CLEAR_PROBABILITY)
  if (isClear && !isPointedAt && brought.length === 0) return evidence

  const chosen = takeBeginnings(brought.length > 0 ? brought : attached, MOST_PASSAGES)
  if (isPointedAt) {
    const keys = new Set(chosen.map(({ key }) => key))
    const meant = chosen.map((item) => toEvidence(item, MEANT_PROBABILITY))
    return [...meant, ...evidence.filter(({ key }) => !keys.has(key))]
  }
  const known = new Set(evidence.map(({ key }) => key))
  const added = chosen.filter(({ key }) => !known.has(key)).map((item) => toEvidence(item, ATTACHED_PROBABILITY))
  const isAhead = ({ probability }: Evidence) => probability >= ATTACHED_PROBABILITY
  return [...evidence.filter(isAhead), ...added, ...evidence.filter((item) => !isAhead(item))]
}

/** As many passages of every file as of the others, in reading order. */
function takeBeginnings(items: readonly ItemRecord[], most: number): readonly ItemRecord[] {
  const read = new Map<string, number>()
  const ranked = items.map((item) => {
    const place = read.get(item.location) ?? 0
    read.set(item.location, place + 1)
    return { item, place }
  })
  return ranked
    .toSorted((one, other) => one.place - other.place)
    .slice(0, most)
    .map(({ item }) => item)
    .toSorted((one, other) => one.key - other.key)
}

function toEvidence(item: ItemRecord, probability: number): Evidence {
  const { key, namespace, audience, title, text, location, locator, createdAt } = item
  return { key, namespace, audience, title, text, location, locator, createdAt, score: 0, probability, legs: {} }
}
