import type { Task } from '../domain/task.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { composeConversationQuery } from './compose-conversation-query.ts'
import type { IndexQuery } from './unified-index.ts'

/** Queries remembered: a question is embedded for its probe and again for its search. */
const MOST_REMEMBERED = 256

/** @returns undefined when the embedder failed or was too slow; the lexical leg then answers alone. */
export type QueryEmbedder = (query: IndexQuery, signal: AbortSignal) => Promise<Float32Array | undefined>

export function createQueryEmbedder({
  embedder,
  telemetry,
  timeoutMs,
}: {
  readonly embedder: Embedder
  readonly telemetry: Telemetry
  readonly timeoutMs: number
}): QueryEmbedder {
  const remembered = new Map<string, Float32Array>()
  return async (query, signal) => {
    const text = queryText(query, embedder.maxTokens)
    const name = `${query.task}\n${text}`
    const known = remembered.get(name)
    if (known !== undefined) return known
    try {
      const [vector] = await withDeadline({ signal, timeoutMs, what: 'embedding of the question' }, (inTime) =>
        embedder.embed([text], { task: query.task, side: 'query' }, inTime),
      )
      const oldest = remembered.keys().next().value
      if (remembered.size >= MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
      if (vector !== undefined) remembered.set(name, vector)
      return vector
    } catch (error) {
      signal.throwIfAborted()
      telemetry.warn('query-not-embedded', { reason: error instanceof Error ? error.name : 'unknown' })
      return undefined
    }
  }
}

const CONVERSATIONAL: ReadonlySet<Task> = new Set(['convsearch', 'tool'])

function queryText({ task, text, context = [] }: IndexQuery, maxTokens: number): string {
  if (context.length === 0 || !CONVERSATIONAL.has(task)) return text
  return composeConversationQuery({ turns: context.map((turn) => turn.text), question: text, maxTokens })
}
