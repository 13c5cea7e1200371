import type { AnswerEvent } from '../../../../domain/answer.ts'
import { KikuError } from '../../../../domain/errors.ts'
import { type ApiDesk, problemFor } from '../api-desk.ts'
import { createEventStream } from '../stream/event-stream.ts'
import type { OpenCall } from '../stream/open-calls.ts'
import { toOpenAiError } from './openai-error.ts'
import { type CompletionFrame, completionChunks } from './write-completion.ts'

/**
 * The stream of a completion. What fails at once is thrown, since clients know what to do about a status; what fails later
 * is told in the stream. Ends the call when it ends, unless it throws.
 */
export async function streamCompletion(
  events: AsyncIterable<AnswerEvent>,
  frame: CompletionFrame,
  call: OpenCall,
  desk: ApiDesk,
): Promise<ReadableStream<Uint8Array>> {
  const iterator = events[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done === true) throw new KikuError('internal', 'An answer ended without an end.')
  if (first.value.kind === 'failed') throw first.value.error
  const all = beginningWith(first.value, iterator)
  return createEventStream({ ...desk.limits, onLeave: call.leave }, async ({ write }) => {
    try {
      for await (const chunk of completionChunks(all, frame)) await write(data(chunk))
      await write('data: [DONE]\n\n')
    } catch (thrown) {
      await write(data(toOpenAiError(problemFor(thrown, frame.language, desk))))
    } finally {
      call.end()
    }
  })
}

async function* beginningWith(first: AnswerEvent, rest: AsyncIterator<AnswerEvent>): AsyncGenerator<AnswerEvent> {
  try {
    yield first
    for (;;) {
      const { done, value } = await rest.next()
      if (done === true) return
      yield value
    }
  } finally {
    await rest.return?.()
  }
}

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}
