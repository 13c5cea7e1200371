import type { Source } from '../domain/document.ts'
import { toKikuError } from '../domain/errors.ts'
import { type DocumentContent, ingestDocument } from './ingest-document.ts'
import { ingestFile } from './ingest-file.ts'
import type { IngestRun } from './ingest-run.ts'
import { removeDocument } from './remove-document.ts'
import type { DocumentOutcome } from './run-report.ts'

/** Brings a source that is one file up to date. A link is followed: a person named it. */
export async function refreshFile(source: Source, run: IngestRun): Promise<void> {
  const known = await startSingle(source, run)
  const isDeletedWhen = ({ kind }: { readonly kind: string }) => kind === 'missing' && known !== undefined
  const job = { source, location: source.location, known, followLinks: true, isDeletedWhen }
  await finishSingle(source, await ingestFile(job, run), run)
}

/** Brings a source that is one page up to date. A page that the server says is gone is removed. */
export async function refreshPage(source: Source, run: IngestRun): Promise<void> {
  const known = await startSingle(source, run)
  const outcome = await ingestDocument({ source, location: source.location, known, read: readPage }, run)
  if (known !== undefined && outcome.kind === 'failed' && isGone(outcome.error)) await removeDocument(known, run)
  await finishSingle(source, outcome, run)

  async function readPage(signal: AbortSignal): Promise<DocumentContent> {
    const { url, bytes, contentHash, mediaType } = await run.pages.fetch(source.location, signal)
    return { bytes, contentHash, location: url, ...(mediaType === undefined ? {} : { mediaType }) }
  }
}

function isGone(thrown: unknown): boolean {
  const { status } = toKikuError(thrown).details
  return status === 404 || status === 410
}

async function startSingle(source: Source, run: IngestRun) {
  await run.store.documents.clearFailures(source.id)
  run.report.startSource(source.location, 1)
  return run.store.documents.find(source.id, source.location)
}

async function finishSingle(source: Source, outcome: DocumentOutcome | undefined, run: IngestRun): Promise<void> {
  if (outcome !== undefined) run.report.settle(source.location, source.location, outcome)
  await run.store.sources.markRefreshed(source.id, run.clock.now())
}
