import type { ModelEvent, TokenLogprob } from '../../ports/chat-model.ts'
import type { ChatChunk } from './schema.ts'
import { createThinkingSeparator } from './separate-thinking.ts'

/** Turns the lines of a chat answer into events. Ends after `done`. */
export async function* readChatStream(chunks: AsyncIterable<ChatChunk>): AsyncGenerator<ModelEvent> {
  const separator = createThinkingSeparator()
  let calls = 0
  for await (const chunk of chunks) {
    const { content, thinking, tool_calls: toolCalls } = chunk.message ?? {}
    if (thinking) yield { kind: 'thinking', text: thinking }
    // Those of thinking are left out: whoever asks for log-probabilities asks for the answer's.
    if (chunk.logprobs?.length && !thinking) yield { kind: 'logprobs', tokens: chunk.logprobs.map(toTokenLogprob) }
    if (content) yield* separator.push(content)
    for (const { id, function: called } of toolCalls ?? []) {
      calls += 1
      yield {
        kind: 'tool-call',
        call: { id: id || `call_${calls}`, name: called.name, arguments: called.arguments ?? {} },
      }
    }
    if (!chunk.done) continue
    yield* separator.end()
    yield { kind: 'usage', promptTokens: chunk.prompt_eval_count ?? 0, completionTokens: chunk.eval_count ?? 0 }
    yield { kind: 'done', reason: chunk.done_reason === 'length' ? 'length' : 'stop' }
  }
}

function toTokenLogprob(entry: NonNullable<ChatChunk['logprobs']>[number]): TokenLogprob {
  return {
    token: entry.token,
    logprob: entry.logprob,
    alternatives: (entry.top_logprobs ?? []).map(({ token, logprob }) => ({ token, logprob })),
  }
}
