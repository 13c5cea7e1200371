import { once } from 'node:events'
import type { AudienceLabel } from '../domain/audience.ts'
import type { Kiku } from '../kiku.ts'
import { viewOf } from './commands/ask.ts'
import { describeError } from './describe-error.ts'
import { renderAnswer } from './render/render-answer.ts'
import type { Session } from './session.ts'

/** A conversation in the terminal, until the person leaves or the process is asked to end. */
export async function holdChat(kiku: Kiku, session: Session, granted: readonly AudienceLabel[]): Promise<void> {
  const { io, strings, signal, dependencies } = session
  const surface = dependencies.createTerminalSurface({
    input: io.stdin,
    output: io.stdout,
    audience: granted,
    words: strings.chat,
    render: (events) => renderAnswer(events, viewOf(session)),
    showError: (error) => io.stderr.write(`${session.paint.red(describeError(error, session.config))}\n`),
  })
  try {
    await surface.start((message, ending) =>
      kiku.ask(
        { text: message.text, search: message.search, threadId: message.thread.id, audience: granted },
        AbortSignal.any([ending, signal]),
      ),
    )
    if (!signal.aborted) await Promise.race([surface.ended, once(signal, 'abort')])
  } finally {
    await surface.stop()
  }
}
