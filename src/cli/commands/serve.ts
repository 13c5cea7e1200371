import { once } from 'node:events'
import type { Kiku } from '../../kiku.ts'
import { describeError } from '../describe-error.ts'
import { holdChat } from '../hold-chat.ts'
import { parseAudiences } from '../parse-audiences.ts'
import { type CommandContext, type Session, withReadyKiku, withSession } from '../session.ts'

export interface ServeFlags {
  readonly data?: string
  readonly audience?: readonly string[]
}

/** `kiku serve`: keeps sources up to date and chats where there is a terminal; elsewhere runs until it is ended. */
export async function runServe(context: CommandContext, flags: ServeFlags): Promise<number> {
  return withSession(context, flags, (session) => {
    const { io } = session
    const hasTerminal = io.stdin.isTTY === true && io.stdout.isTTY === true
    return hasTerminal ? talk(session, flags) : wait(session)
  })
}

/** `kiku chat`: a conversation in this terminal, or with the lines of standard input. */
export async function runChat(context: CommandContext, flags: ServeFlags): Promise<number> {
  return withSession(context, flags, (session) => talk(session, flags))
}

function talk(session: Session, flags: ServeFlags): Promise<number> {
  const { tell, strings, io } = session
  const granted = parseAudiences(flags.audience ?? [])
  const chat = async (kiku: Kiku) => {
    if (io.stdin.isTTY === true) io.stdout.write(`${strings.ready}\n`)
    await holdChat(kiku, session, granted)
    return 0
  }
  const onReadOnly = () => tell(strings.notRemembered)
  return withReadyKiku(session, onReadOnly, (kiku, mode) =>
    mode === 'write' ? whileServing(kiku, session, () => chat(kiku)) : chat(kiku),
  )
}

function wait(session: Session): Promise<number> {
  const { tell, strings, signal } = session
  return withReadyKiku(session, undefined, (kiku) =>
    whileServing(kiku, session, async () => {
      tell(strings.readyWithoutTerminal)
      await untilAborted(signal)
      tell(strings.stopping)
      return 0
    }),
  )
}

async function whileServing<T>(kiku: Kiku, session: Session, work: () => Promise<T>): Promise<T> {
  const { tell, strings, config, io } = session
  for (const { name, state, error, url } of await kiku.startSurfaces()) {
    if (error === undefined) {
      tell(url === undefined ? strings.surfaceStarted(name) : strings.pageStarted(url))
    } else {
      tell(strings.surfaceNotStarted(name, state === 'retrying'))
      io.stderr.write(`${describeError(error, config)}\n`)
    }
  }
  return whileWatching(kiku, session, work)
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  // Waiting for a signal does not keep a process alive; a timer does.
  const alive = setInterval(() => {}, 60_000)
  try {
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    clearInterval(alive)
  }
}

// Files that change while Kiku runs change in its answers too; a watcher that fails costs freshness, not the chat.
async function whileWatching<T>(kiku: Kiku, session: Session, work: () => Promise<T>): Promise<T> {
  if (!session.config.ingest.watch) return work()
  const ending = new AbortController()
  const watching = kiku
    .watch([], () => {}, AbortSignal.any([session.signal, ending.signal]))
    .catch((error: unknown) => {
      if (!ending.signal.aborted && !session.signal.aborted) {
        session.telemetry.warn('watch-failed', { reason: error instanceof Error ? error.message : String(error) })
      }
    })
  try {
    return await work()
  } finally {
    ending.abort()
    await watching
  }
}
