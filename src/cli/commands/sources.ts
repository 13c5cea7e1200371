import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { SourceSummary } from '../../ports/store.ts'
import { shortenPath } from '../render/describe-place.ts'
import { describeTable } from '../render/describe-table.ts'
import { writeJson } from '../render/write-json.ts'
import { type CommandContext, type Session, withKiku, withSession } from '../session.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'
import { exitCodeOf, showIngestion } from './ingest.ts'

export interface SourcesFlags {
  readonly data?: string
  readonly json?: boolean
}

/** `kiku sources list` */
export async function runSourcesList(context: CommandContext, flags: SourcesFlags): Promise<number> {
  return withSession(context, flags, (session) =>
    withKiku(session, 'read', async (kiku) => {
      const sources = await kiku.listSources()
      if (flags.json === true) writeJson(session.io.stdout, { sources })
      else session.io.stdout.write(`${describeSources(sources, session)}\n`)
      return 0
    }),
  )
}

/** `kiku sources refresh`: all, or those named by id or location. */
export async function runSourcesRefresh(
  context: CommandContext,
  which: readonly string[],
  flags: SourcesFlags,
): Promise<number> {
  return withSession(context, flags, (session) =>
    withKiku(session, 'write', async (kiku) => {
      const named = which.map((name) => sourceName(name, session.io.cwd))
      const report = await showIngestion(session, (onProgress) =>
        kiku.refreshSources(named, onProgress, session.signal),
      )
      return exitCodeOf(report)
    }),
  )
}

/** `kiku sources remove`: those named by id or location, with all that was read from them. */
export async function runSourcesRemove(
  context: CommandContext,
  which: readonly string[],
  flags: SourcesFlags,
): Promise<number> {
  return withSession(context, flags, (session) =>
    withKiku(session, 'write', async (kiku) => {
      for (const name of which) {
        const { documents, items } = await kiku.removeSource(sourceName(name, session.io.cwd))
        session.io.stdout.write(`${session.strings.removed(documents, items)}\n`)
      }
      return 0
    }),
  )
}

// An id never looks like a path; a path is meant from the current folder, also where its file is gone by now.
function sourceName(name: string, cwd: string): string {
  return /^\.{0,2}[\\/]|^\.{1,2}$/.test(name) || existsSync(resolve(cwd, name)) ? resolve(cwd, name) : name
}

function describeSources(sources: readonly SourceSummary[], { strings, io, paint }: Session): string {
  if (sources.length === 0) return strings.noSources
  const rows = sources.map((source) => [
    neutralizeLine(source.id),
    source.kind,
    neutralizeLine(source.audience),
    String(source.documents),
    String(source.items),
    source.refreshedAt === undefined ? '–' : new Date(source.refreshedAt).toLocaleString(strings.locale),
    neutralizeLine(shortenPath(source.location, io.cwd)),
  ])
  const failures = sources.flatMap((source) =>
    source.failures.map(
      (failure) => `  ${neutralizeLine(shortenPath(failure.location, io.cwd))}: ${neutralizeLine(failure.message)}`,
    ),
  )
  const table = describeTable([strings.sourceColumns, ...rows])
  return failures.length === 0
    ? table
    : [table, '', paint.yellow(strings.failures(failures.length)), ...failures].join('\n')
}
