import type { AnswerEvent } from '../domain/answer.ts'
import type { AskRequest } from '../kiku.ts'
export function openAnswering(_parts: unknown): { ask(a: AskRequest, b: AbortSignal): AsyncIterable<AnswerEvent>; close(): Promise<void> } {
  return { ask() { throw new Error('later') }, close: async () => {} }
}
