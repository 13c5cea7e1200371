import type { AskBody, StreamEvent } from '../../api/schemas/answer.ts'
import { readEvents } from './read-events.ts'
import { sendRequest } from './send-request.ts'

/** Asks a question and gives the steps of its answer. @throws ProblemError, TypeError, AbortError */
export async function* streamAnswer(body: AskBody, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  const response = await sendRequest('/v1/ask', { method: 'POST', body, signal, accept: 'text/event-stream' })
  yield* readEvents<StreamEvent>(response)
}
