import { once } from 'node:events'
import type { AnswerEvent } from '../domain/answer.ts'
import type { AudienceLabel } from '../domain/audience.ts'
import type { PendingCall } from '../domain/tool.ts'
import type { AskRequest, Kiku } from '../kiku.ts'
import { describeError } from './describe-error.ts'
import { renderWithApproval } from './render-with-approval.ts'
import type { Session } from './session.ts'

/** A conversation in the terminal, until the person leaves or the process is asked to end. */
export async function holdChat(kiku: Kiku, session: Session, granted: readonly AudienceLabel[]): Promise<void> {
  const { io, strings, signal, dependencies } = session
  // One question at a time: what is shown is the answer to the last one.
  let ask: (approved?: PendingCall) => AsyncIterable<AnswerEvent> = noAnswer
  const surface = dependencies.createTerminalSurface({
    input: io.stdin,
    output: io.stdout,
    audience: granted,
    words: strings.chat,
    render: (events, askPerson) => renderWithApproval(events, { again: ask, askPerson }, session),
    showError: (error) => io.stderr.write(`${session.paint.red(describeError(error, session.config))}\n`),
  })
  try {
    await surface.start((message, ending) => {
      const { text, search, thread } = message
      const request: AskRequest = { text, search, threadId: thread.id, audience: granted }
      const until = AbortSignal.any([ending, signal])
      ask = (approved) => kiku.ask(approved === undefined ? request : { ...request, approved }, until)
      return ask()
    })
    if (!signal.aborted) await Promise.race([surface.ended, once(signal, 'abort')])
  } finally {
    await surface.stop()
  }
}

async function* noAnswer(): AsyncGenerator<AnswerEvent> {}
