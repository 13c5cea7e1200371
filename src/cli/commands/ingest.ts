import { resolve } from 'node:path'
import { PUBLIC } from '../../domain/audience.ts'
import { KikuError } from '../../domain/errors.ts'
import type { IngestProgress, IngestReport } from '../../kiku.ts'
import { systemClock } from '../../ports/clock.ts'
import { parseAudience } from '../parse-audiences.ts'
import { describeReport } from '../render/describe-report.ts'
import { createProgressReporter } from '../render/progress-reporter.ts'
import { type CommandContext, type Session, withKiku, withSession } from '../session.ts'
import { watchSources } from '../watch-sources.ts'

export interface IngestFlags {
  readonly data?: string
  readonly audience?: string
  readonly watch?: boolean
}

/** `kiku ingest`: adds files, folders and addresses. Fails when nothing at all could be read. */
export async function runIngest(
  context: CommandContext,
  given: readonly string[],
  flags: IngestFlags,
): Promise<number> {
  return withSession(context, flags, async (session) => {
    const audience = flags.audience === undefined ? PUBLIC : parseAudience(flags.audience)
    const locations = given.map((location) => absoluteLocation(location, session.io.cwd))
    return withKiku(session, 'write', async (kiku) => {
      const report = await showIngestion(session, (onProgress) =>
        kiku.ingest({ locations, audience }, onProgress, session.signal),
      )
      if (flags.watch === true) await watchSources(kiku, locations, session)
      return exitCodeOf(report)
    })
  })
}

/** Runs an ingestion with progress on standard error and its report on standard output. */
export async function showIngestion(
  { io, strings, paint }: Session,
  work: (onProgress: (progress: IngestProgress) => void) => Promise<IngestReport>,
): Promise<IngestReport> {
  const startedAt = systemClock.elapsed()
  const reporter = createProgressReporter({ output: io.stderr, strings, paint, clock: systemClock })
  try {
    const report = await work(reporter.report)
    reporter.end()
    const seconds = (systemClock.elapsed() - startedAt) / 1000
    io.stdout.write(`${describeReport(report, seconds, { strings, paint, cwd: io.cwd })}\n`)
    return report
  } finally {
    reporter.end()
  }
}

/** 1 when there was something to read and none of it could be read. */
export function exitCodeOf({ added, updated, unchanged, removed, failures }: IngestReport): number {
  return failures.length > 0 && added + updated + unchanged + removed === 0 ? 1 : 0
}

function absoluteLocation(location: string, cwd: string): string {
  if (location.trim() === '') {
    throw new KikuError('misuse', 'A path is empty.', { remedy: 'Name a file, a folder or an address.' })
  }
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(location) ? location : resolve(cwd, location)
}
