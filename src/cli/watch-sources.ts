import type { IngestProgress, Kiku } from '../kiku.ts'
import { shortenPath } from './render/describe-place.ts'
import type { Session } from './session.ts'
import { neutralizeLine } from './text/neutralize-text.ts'

/** Follows changes and prints a line for each, until the command is ended. Ending it is no failure. */
export async function watchSources(kiku: Kiku, which: readonly string[], session: Session): Promise<void> {
  const { io, strings, signal, tell } = session
  tell(strings.watching)
  try {
    await kiku.watch(which, (progress) => printChange(progress, session), signal)
  } catch (thrown) {
    if (!signal.aborted) throw thrown
  }
  if (io.stderr.isTTY === true) io.stderr.write('\n')
}

function printChange({ outcome, location, message }: IngestProgress, { io }: Session): void {
  if (outcome === 'listed' || outcome === 'unchanged') return
  const reason = message === undefined ? '' : `: ${message}`
  io.stdout.write(`${outcome} ${neutralizeLine(`${shortenPath(location, io.cwd)}${reason}`)}\n`)
}
