import type { Chunk, Document, Source } from '../domain/document.ts'
import { type KikuError, toKikuError } from '../domain/errors.ts'
import { noInstruments, type Span } from '../ports/instruments.ts'
import { chunkDocument } from './chunk-document.ts'
import type { IngestRun } from './ingest-run.ts'
import { type DocumentOutcome, explain } from './run-report.ts'
import { storeDocument } from './store-document.ts'

export interface DocumentJob {
  readonly source: Source
  /** Absolute path or URL; identifies the document within its source. */
  readonly location: string
  /** As it was read last. */
  readonly known: Document | undefined
  readonly read: (signal: AbortSignal) => Promise<DocumentContent>
}

export interface DocumentContent {
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, in hex. */
  readonly contentHash: string
  /** Decides the format: the path, or the address after redirects. */
  readonly location: string
  readonly mediaType?: string
}

/** A document read and cut, ready to be stored. */
interface Revision {
  readonly document: Document
  readonly chunks: readonly Chunk[]
}

/**
 * Reads one document and stores it when it is new or has changed. When it cannot be read, the earlier revision stays
 * and the failure is recorded. Rejects for what concerns the whole run alone: abort, store and embedder failures.
 */
export async function ingestDocument(job: DocumentJob, run: IngestRun): Promise<DocumentOutcome> {
  const { instruments = noInstruments, clock } = run
  const since = clock.elapsed()
  const outcome = await readAndStore(job, run)
  const labels = { outcome: outcome.kind, code: 'error' in outcome ? outcome.error.code : 'none' }
  instruments.count('kiku_documents_total', labels)
  instruments.observe('kiku_document_seconds', (clock.elapsed() - since) / 1_000, labels)
  return outcome
}

async function readAndStore(job: DocumentJob, run: IngestRun): Promise<DocumentOutcome> {
  let content: DocumentContent
  try {
    content = await job.read(run.signal)
  } catch (thrown) {
    run.signal.throwIfAborted()
    return noteFailure(job, toKikuError(thrown), run)
  }
  // Most of what is looked at again is as it was; a trace of each would only crowd out those of answers.
  if (content.contentHash === job.known?.contentHash) return { kind: 'unchanged' }
  const { instruments = noInstruments } = run
  return instruments.span('ingest.document', { 'kiku.bytes': content.bytes.length }, (span) =>
    storeRevision(parse(job, content, run), job, run, span),
  )
}

async function storeRevision(
  parsed: Promise<Revision>,
  job: DocumentJob,
  run: IngestRun,
  span: Span,
): Promise<DocumentOutcome> {
  let revision: Revision
  try {
    revision = await parsed
  } catch (thrown) {
    run.signal.throwIfAborted()
    const error = toKikuError(thrown)
    span.end(error.code)
    return noteFailure(job, error, run)
  }
  span.set({ 'kiku.chunks': revision.chunks.length })
  await storeDocument(revision.document, revision.chunks, job.source, run)
  return { kind: job.known === undefined ? 'added' : 'updated', chunks: revision.chunks.length }
}

async function parse(job: DocumentJob, { bytes, ...content }: DocumentContent, run: IngestRun): Promise<Revision> {
  const byteSize = bytes.length
  const { mediaType } = content
  const file = { location: content.location, bytes, ...(mediaType === undefined ? {} : { mediaType }) }
  const loaded = await run.loader.load(file, run.signal)
  const document: Document = {
    id: job.known?.id ?? run.createId(),
    sourceId: job.source.id,
    location: job.location,
    title: loaded.title,
    mediaType: loaded.mediaType,
    contentHash: content.contentHash,
    byteSize,
    ingestedAt: run.clock.now(),
  }
  return { document, chunks: await chunkDocument(loaded, run.limits, run) }
}

/** Keeps for `sources list` and reports why a document was not read. */
export async function noteFailure(
  { source, location }: Pick<DocumentJob, 'source' | 'location'>,
  error: KikuError,
  run: IngestRun,
): Promise<DocumentOutcome> {
  run.telemetry.info('document-not-read', { source: source.id, code: error.code })
  if (run.report.hasRoom()) {
    const failure = { location, code: error.code, message: explain(error), at: run.clock.now() }
    await run.store.documents.recordFailure(source.id, failure)
  }
  return { kind: isNotForUs(error) ? 'skipped' : 'failed', error }
}

function isNotForUs({ code }: KikuError): boolean {
  return code === 'document-unsupported' || code === 'document-too-large' || code === 'document-encrypted'
}
