import { type Config, type ConfigFlags, readConfig } from '../config.ts'
import { toKikuError } from '../domain/errors.ts'
import type { Kiku } from '../kiku.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { CliDependencies, CliIo } from './dependencies.ts'
import type { Strings } from './strings/strings.ts'
import { stringsFor } from './strings/strings-for.ts'
import { neutralizeLine } from './text/neutralize-text.ts'
import { createPaint, type Paint } from './text/paint.ts'

/** What every command starts from. */
export interface CommandContext {
  readonly io: CliIo
  readonly loadDependencies: () => Promise<CliDependencies>
  readonly readConfig: (flags: ConfigFlags) => Config
}

/** A command at work: configuration read, log open, words and colours chosen. */
export interface Session {
  readonly io: CliIo
  readonly config: Config
  readonly dependencies: CliDependencies
  readonly telemetry: Telemetry
  readonly strings: Strings
  readonly paint: Paint
  readonly signal: AbortSignal
  /** Prints a sentence to standard error. */
  readonly tell: (sentence: string) => void
}

export function createContext(io: CliIo, loadDependencies: () => Promise<CliDependencies>): CommandContext {
  return { io, loadDependencies, readConfig: (flags) => readConfig(flags, io.environment, io.cwd) }
}

/** Opens what a command needs, runs it, and closes it again whatever happens. */
export async function withSession<T>(
  { io, loadDependencies, readConfig: read }: CommandContext,
  flags: ConfigFlags,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const config = read(flags)
  const tell = (sentence: string) => void io.stderr.write(`kiku: ${neutralizeLine(sentence)}\n`)
  for (const warning of config.warnings) tell(warning)
  const dependencies = await loadDependencies()
  const log = dependencies.openTelemetry(config)
  const session = {
    io,
    config,
    dependencies,
    telemetry: log.telemetry,
    strings: stringsFor(config.language),
    paint: createPaint(io.stdout, config.color),
    signal: io.signal,
    tell,
  }
  try {
    return await work(session)
  } catch (thrown) {
    const error = toKikuError(thrown)
    log.telemetry.error('command-failed', { code: error.code, reason: error.message })
    throw thrown
  } finally {
    log.close()
  }
}

/** What shows something in this session. */
export function viewOf({ io, strings, paint }: Session) {
  return { stdout: io.stdout, stderr: io.stderr, strings, paint, cwd: io.cwd }
}

/** Opens Kiku for one piece of work and closes it afterwards. */
export async function withKiku<T>(session: Session, mode: OpenMode, work: (kiku: Kiku) => Promise<T>): Promise<T> {
  const { dependencies, config, telemetry, signal } = session
  const kiku = await dependencies.openKiku(config, { mode, telemetry, signal })
  for (const notice of kiku.notices) session.tell(notice)
  try {
    return await work(kiku)
  } finally {
    await kiku.close()
  }
}

/** Whether this process may change the data folder, or reads beside the one that does. */
export type OpenMode = 'write' | 'read'

/**
 * The same, ready to answer: with the handbook in it where nothing else is. Beside a running Kiku it reads only, when
 * `onReadOnly` says that this will do; without it, a second Kiku is refused.
 */
export async function withReadyKiku<T>(
  session: Session,
  onReadOnly: (() => void) | undefined,
  work: (kiku: Kiku, mode: OpenMode) => Promise<T>,
): Promise<T> {
  const { dependencies, config, telemetry, signal } = session
  const open = async (mode: OpenMode) => ({
    kiku: await dependencies.openKiku(config, { mode, telemetry, signal }),
    mode,
  })
  const { kiku, mode } = await open('write').catch((thrown: unknown) => {
    if (onReadOnly === undefined || toKikuError(thrown).code !== 'data-locked') throw thrown
    onReadOnly()
    return open('read')
  })
  for (const notice of kiku.notices) session.tell(notice)
  try {
    if (mode === 'write') await ensureHandbook(kiku, session)
    return await work(kiku, mode)
  } finally {
    await kiku.close()
  }
}

async function ensureHandbook(kiku: Kiku, { tell, strings, signal }: Session): Promise<void> {
  let isTold = false
  await kiku.ensureFirstSource(() => {
    if (!isTold) tell(strings.readingHandbook)
    isTold = true
  }, signal)
}
