import { type Deadline, withDeadline } from '../domain/with-deadline.ts'
import type { ChatModel, ChatRequest } from '../ports/chat-model.ts'

/**
 * The text of a short completion, thinking left out.
 * @throws what the model throws, KikuError `deadline-exceeded`, or the reason of the signal
 */
export function readModelText(model: ChatModel, request: ChatRequest, deadline: Deadline): Promise<string> {
  return withDeadline(deadline, async (signal) => {
    let text = ''
    for await (const event of model.stream(request, signal)) {
      if (event.kind === 'token') text += event.text
    }
    return text
  })
}
