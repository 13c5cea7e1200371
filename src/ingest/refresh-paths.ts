import type { Source } from '../domain/document.ts'
import { folderHolds } from './folder-identity.ts'
import { forEachParallel } from './for-each-parallel.ts'
import { ingestFile } from './ingest-file.ts'
import type { IngestRun } from './ingest-run.ts'
import { refreshFile } from './refresh-single.ts'

/** Brings the named files of a source up to date and leaves the rest alone. */
export async function refreshPaths(source: Source, paths: readonly string[], run: IngestRun): Promise<void> {
  if ((await run.store.sources.find(source.id)) === undefined) return
  if (source.kind === 'file') return refreshFile(source, run)
  run.report.startSource(source.location, paths.length)
  // Files that vanish together with their folder were on a drive that went away.
  const isHere = await folderHolds(source, run)
  const lanes = { lanes: run.limits.parallelDocuments, signal: run.signal }
  await forEachParallel(paths, lanes, async (location, signal) => {
    const known = await run.store.documents.find(source.id, location)
    const job = { source, location, known, followLinks: false, isDeletedWhen: () => isHere }
    const outcome = await ingestFile(job, { ...run, signal })
    if (outcome !== undefined) run.report.settle(source.location, location, outcome)
  })
}
