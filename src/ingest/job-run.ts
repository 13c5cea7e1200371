import type { SourceJob } from '../ports/source-desk.ts'
import type { SourceSummary, Store } from '../ports/store.ts'
import type { UploadFolder } from '../ports/upload-folder.ts'
import type { Ingestor, IngestReport } from './ingestor.ts'
import type { JobPlan } from './job-plan.ts'
import { createJobProgress } from './job-progress.ts'
import { normaliseAddress } from './propose-sources.ts'
import { nameOf } from './uploaded-files.ts'

export interface JobRunPorts {
  readonly ingestor: Pick<Ingestor, 'ingest' | 'refresh' | 'removeSource'>
  readonly store: Pick<Store, 'documents' | 'sources'>
  readonly uploads: UploadFolder
  readonly mostFailures: number
}

type Changes = Partial<SourceJob>
type ReportChanges = (changes: Changes) => void

/**
 * Does what a plan says. Whatever happens, no source without a document stays that was not there before.
 * @returns how the job ended
 * @throws what concerns the whole job: store failures, `source-missing`, the signal's reason
 */
export async function runJob(
  plan: JobPlan,
  ports: JobRunPorts,
  report: ReportChanges,
  signal: AbortSignal,
): Promise<Changes> {
  const { work } = plan
  switch (work.kind) {
    case 'refresh': {
      const { ingestor } = ports
      const progress = createJobProgress(report, 0)
      return summarise(await ingestor.refresh([work.sourceId], progress, signal), plan, ports)
    }
    case 'addresses': {
      const locations = work.addresses.map((address) => normaliseAddress(address) ?? address)
      return addSources(locations, plan, ports, report, signal)
    }
    case 'file': {
      const isUnchanged = await isKnown(plan, ports)
      if (isUnchanged) return { state: 'done', documentsDone: 1, documentsTotal: 1, unchanged: 1 }
      return addSources([work.path], plan, ports, report, signal)
    }
  }
}

/** Removes an uploaded file that no source was made of. */
export async function releaseUpload(plan: JobPlan, ports: JobRunPorts): Promise<void> {
  const { work } = plan
  if (work.kind !== 'file') return
  const kept = await findSources([work.path], plan, ports)
  if (kept.length === 0) await ports.uploads.remove(work.uploadId)
}

/** Whether a file of this name was sent before with the very same content, for the same readers. */
async function isKnown({ label, audience, work }: JobPlan, { store, uploads }: JobRunPorts): Promise<boolean> {
  if (work.kind !== 'file') return false
  for (const source of await store.sources.list()) {
    if (source.kind !== 'file' || source.audience !== audience || nameOf(source.location) !== label) continue
    const uploadId = uploads.idOf(source.location)
    if (uploadId === undefined || uploadId === work.uploadId) continue
    const document = await store.documents.find(source.id, source.location)
    if (document?.contentHash === work.contentHash) return true
  }
  return false
}

async function addSources(
  locations: readonly string[],
  plan: JobPlan,
  ports: JobRunPorts,
  report: ReportChanges,
  signal: AbortSignal,
): Promise<Changes> {
  const before = new Set((await findSources(locations, plan, ports)).map(({ id }) => id))
  try {
    const progress = createJobProgress(report, locations.length)
    const { audience } = plan
    return summarise(await ports.ingestor.ingest({ locations, audience }, progress, signal), plan, ports)
  } finally {
    // Left behind where the job was stopped between naming a source and reading it.
    for (const source of await findSources(locations, plan, ports)) {
      const isHalf = source.documents === 0 && (!before.has(source.id) || source.refreshedAt === undefined)
      if (isHalf) await ports.ingestor.removeSource(source.id)
    }
  }
}

async function findSources(
  locations: readonly string[],
  { audience }: JobPlan,
  { store }: JobRunPorts,
): Promise<readonly SourceSummary[]> {
  const all = await store.sources.list()
  return all.filter((source) => source.audience === audience && locations.includes(source.location))
}

function summarise(report: IngestReport, plan: JobPlan, { mostFailures }: JobRunPorts): Changes {
  const { added, updated, removed, unchanged, chunks } = report
  const failures = report.failures.slice(0, mostFailures).map((failure) => hidePath(failure, plan))
  const [first] = failures
  const isFruitless = added + updated + removed + unchanged === 0
  const counts = { chunks, failures, ...(unchanged > 0 ? { unchanged } : {}) }
  return first !== undefined && isFruitless
    ? { ...counts, state: 'failed', error: first.code }
    : { ...counts, state: 'done' }
}

/** Where in the data folder an upload lies is nobody's business. */
function hidePath(failure: SourceJob['failures'][number], { work, label }: JobPlan): SourceJob['failures'][number] {
  if (work.kind !== 'file') return failure
  const { code, message } = failure
  return { location: label, code, message: message.replaceAll(work.path, label) }
}
