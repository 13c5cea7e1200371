import type { Document, Source } from '../domain/document.ts'
import { KikuError, toKikuError } from '../domain/errors.ts'
import { folderHolds, rememberFolder } from './folder-identity.ts'
import { forEachParallel } from './for-each-parallel.ts'
import { noteFailure } from './ingest-document.ts'
import { ingestFile } from './ingest-file.ts'
import type { IngestRun } from './ingest-run.ts'
import { removeDocument } from './remove-document.ts'

interface Listing {
  /** Files of formats that the loader reads, in order. */
  readonly paths: readonly string[]
  readonly otherFiles: number
  readonly unreadable: readonly { readonly prefix: string; readonly message: string }[]
}

/** Brings store and index in line with what lies in a folder now. */
export async function refreshFolder(source: Source, run: IngestRun): Promise<void> {
  const { documents, sources } = run.store
  const known = new Map((await documents.list(source.id)).map((document) => [document.location, document]))
  const listing = await listPaths(source, known.size, run)
  if (listing === undefined) return
  await documents.clearFailures(source.id)
  await rememberFolder(source, run)
  run.report.startSource(source.location, listing.paths.length, describeListing(listing))
  await noteUnreadable(source, listing, run)
  await removeVanished(source, listing, known, run)
  await ingestPaths(source, listing.paths, known, run)
  await sources.markRefreshed(source.id, run.clock.now())
}

/** @returns nothing, and says so, where the folder cannot be listed or is not the one that was read before */
async function listPaths(source: Source, knownDocuments: number, run: IngestRun): Promise<Listing | undefined> {
  try {
    const listing = await listFolder(source.location, run)
    const isEmpty = listing.paths.length + listing.otherFiles + listing.unreadable.length === 0
    // The folder of a drive that is not mounted is there and empty. Nothing is deleted on its word.
    if (isEmpty && knownDocuments > 0 && !(await folderHolds(source, run))) throw looksUnmounted(source.location)
    return listing
  } catch (thrown) {
    run.signal.throwIfAborted()
    const outcome = await noteFailure({ source, location: source.location }, toKikuError(thrown), run)
    run.report.startSource(source.location, 0)
    run.report.settle(source.location, source.location, outcome)
    return undefined
  }
}

async function listFolder(folder: string, { files, loader, limits, signal }: IngestRun): Promise<Listing> {
  const paths: string[] = []
  const unreadable: { prefix: string; message: string }[] = []
  let otherFiles = 0
  for await (const entry of files.list(folder, signal)) {
    if (entry.kind === 'unreadable') unreadable.push(entry)
    else if (loader.accepts(entry.path)) paths.push(entry.path)
    else otherFiles += 1
    if (paths.length > limits.maxFiles) throw tooManyFiles(folder, limits.maxFiles)
  }
  return { paths, otherFiles, unreadable }
}

async function noteUnreadable(source: Source, { unreadable }: Listing, run: IngestRun): Promise<void> {
  for (const { prefix, message } of unreadable) {
    const error = new KikuError('document-unreadable', message, { remedy: 'Give Kiku permission to read the folder.' })
    run.report.settle(source.location, prefix, await noteFailure({ source, location: prefix }, error, run))
  }
}

async function removeVanished(
  source: Source,
  { paths, unreadable }: Listing,
  known: ReadonlyMap<string, Document>,
  run: IngestRun,
): Promise<void> {
  const present = new Set(paths)
  for (const document of known.values()) {
    if (present.has(document.location)) continue
    if (unreadable.some(({ prefix }) => document.location.startsWith(prefix))) continue
    run.signal.throwIfAborted()
    await removeDocument(document, run)
    run.report.settle(source.location, document.location, { kind: 'removed' })
  }
}

async function ingestPaths(
  source: Source,
  paths: readonly string[],
  known: ReadonlyMap<string, Document>,
  run: IngestRun,
): Promise<void> {
  const lanes = { lanes: run.limits.parallelDocuments, signal: run.signal }
  await forEachParallel(paths, lanes, async (location, signal) => {
    const job = { source, location, known: known.get(location), followLinks: false, isDeletedWhen: () => true }
    const outcome = await ingestFile(job, { ...run, signal })
    if (outcome !== undefined) run.report.settle(source.location, location, outcome)
  })
}

function describeListing({ paths, otherFiles }: Listing): string {
  const found = `${paths.length} ${paths.length === 1 ? 'document' : 'documents'} found`
  return otherFiles === 0 ? `${found}.` : `${found}; files of other formats left out: ${otherFiles}.`
}

function looksUnmounted(folder: string): KikuError {
  return new KikuError('source-missing', `${folder} is empty now, so what was read from it before is kept.`, {
    remedy: 'Mount its drive and refresh, or remove the source if it is really gone.',
    retryable: true,
  })
}

function tooManyFiles(folder: string, maxFiles: number): KikuError {
  return new KikuError('misuse', `${folder} holds more than ${maxFiles} documents.`, {
    remedy: 'Add its subfolders one by one, or raise the limit.',
  })
}
