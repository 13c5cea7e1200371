import type { Document, Source } from '../domain/document.ts'
import { KikuError, toKikuError } from '../domain/errors.ts'
import type { FileFacts, LinkPolicy } from '../ports/file-system.ts'
import { type DocumentJob, ingestDocument, noteFailure } from './ingest-document.ts'
import type { IngestRun } from './ingest-run.ts'
import { removeDocument } from './remove-document.ts'
import type { DocumentOutcome } from './run-report.ts'

export interface FileJob extends LinkPolicy {
  readonly source: Source
  readonly location: string
  /** As it was read last. */
  readonly known: Document | undefined
  /** Whether a path that leads nowhere means that the file was deleted. Otherwise its drive may be away. */
  readonly isDeletedWhen: (facts: FileFacts) => boolean
}

/** Brings one file up to date. @returns nothing where there is nothing and never was */
export async function ingestFile(job: FileJob, run: IngestRun): Promise<DocumentOutcome | undefined> {
  let facts: FileFacts
  try {
    facts = await run.files.stat(job.location, { followLinks: job.followLinks })
  } catch (thrown) {
    return noteFailure(job, toKikuError(thrown), run)
  }
  if (facts.kind === 'file') return ingestPresentFile(job, facts.byteSize, run)
  if (!job.isDeletedWhen(facts)) return noteFailure(job, absent(job.location), run)
  if (job.known === undefined) return undefined
  await removeDocument(job.known, run)
  return { kind: 'removed' }
}

async function ingestPresentFile(job: FileJob, byteSize: number, run: IngestRun): Promise<DocumentOutcome> {
  const { maxBytes } = run.limits
  if (byteSize > maxBytes) return noteFailure(job, tooLarge(job.location, byteSize, maxBytes), run)
  const { source, location, known, followLinks } = job
  const read: DocumentJob['read'] = async (signal) => {
    const content = await run.files.read(location, { maxBytes, followLinks }, signal)
    return { ...content, location }
  }
  return run.gate.run(byteSize, () => ingestDocument({ source, location, known, read }, run), run.signal)
}

function absent(location: string): KikuError {
  return new KikuError('document-unreadable', `${location} cannot be reached now, so what was read before is kept.`, {
    remedy: 'Check that its drive is mounted, or remove the source.',
    retryable: true,
  })
}

function tooLarge(location: string, byteSize: number, maxBytes: number): KikuError {
  const sizes = `${inMebibytes(byteSize)} (at most ${inMebibytes(maxBytes)})`
  return new KikuError('document-too-large', `${location} is too large: ${sizes}.`, {
    remedy: 'Split it into smaller files.',
    details: { byteSize, maxBytes },
  })
}

function inMebibytes(bytes: number): string {
  return `${Math.ceil((bytes / 1_024 / 1_024) * 10) / 10} MiB`
}
