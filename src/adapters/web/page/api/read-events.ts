import { createEventParser } from './event-parser.ts'
import { localProblem, ProblemError } from './problem.ts'

/** The events of a reply as they arrive, each parsed from its JSON. Breaking out of the loop ends the request. */
export async function* readEvents<Event>(response: Response): AsyncGenerator<Event> {
  const type = response.headers.get('content-type') ?? ''
  if (response.body === null || !type.startsWith('text/event-stream')) {
    throw new ProblemError(localProblem('reply-unreadable'))
  }
  const reader = response.body.getReader()
  const parser = createEventParser()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const { data } of parser.push(value)) yield JSON.parse(data) as Event
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
