import { estimateTokens } from '../domain/language/estimate-tokens.ts'

/**
 * The text of a `convsearch` query: the turns and the question joined with spaces, the question last. Where that is
 * longer than `maxTokens` (estimated), the oldest turns go first, whole; the question always stays, uncut.
 * Shape after LLM-Embedder's conversational search data.
 */
export function composeConversationQuery({
  turns,
  question,
  maxTokens,
}: {
  /** Oldest first. */
  readonly turns: readonly string[]
  readonly question: string
  readonly maxTokens: number
}): string {
  const kept = [question.trim()]
  let tokens = estimateTokens(question)
  for (const turn of [...turns].reverse()) {
    const text = turn.trim()
    if (text === '') continue
    tokens += estimateTokens(text) + 1
    if (tokens > maxTokens) break
    kept.unshift(text)
  }
  return kept.join(' ')
}
