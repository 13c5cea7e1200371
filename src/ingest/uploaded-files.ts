import type { Source } from '../domain/document.ts'
import { toKikuError } from '../domain/errors.ts'
import { type Deadline, withDeadline } from '../domain/with-deadline.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { KeptUpload, NewUpload, UploadFolder } from '../ports/upload-folder.ts'
import type { Ingestor } from './ingestor.ts'
import type { JobPlan } from './job-plan.ts'

export interface UploadedFilesPorts {
  readonly store: Pick<Store, 'sources'>
  readonly uploads: UploadFolder
}

/** The last part of a path. */
export function nameOf(location: string): string {
  return location.split(/[\\/]/).at(-1) ?? location
}

/** Keeps a file within a deadline. Where that fails, what was kept of it is gone before the failure is told. */
export async function receiveUpload(
  upload: NewUpload,
  uploads: UploadFolder,
  until: Deadline,
): Promise<Extract<JobPlan['work'], { kind: 'file' }>> {
  let keeping: Promise<KeptUpload> | undefined
  try {
    const { id, path, contentHash } = await withDeadline(until, (inTime) => {
      keeping = uploads.keep(upload, inTime)
      return keeping
    })
    return { kind: 'file', uploadId: id, path, contentHash }
  } finally {
    await keeping?.catch(() => {})
  }
}

/** Work under way, for whoever has to wait until all of it has ended. */
export interface Pending {
  add<T>(work: Promise<T>): Promise<T>
  settled(): Promise<void>
}

export function createPending(): Pending {
  const pending = new Set<Promise<unknown>>()
  return {
    async add(work) {
      pending.add(work)
      try {
        return await work
      } finally {
        pending.delete(work)
      }
    },
    async settled() {
      await Promise.allSettled(pending)
    },
  }
}

/** Removes the file of a source that was removed, unless another source is made of it. */
export async function removeUpload(source: Source, { store, uploads }: UploadedFilesPorts): Promise<void> {
  const id = source.kind === 'file' ? uploads.idOf(source.location) : undefined
  if (id === undefined) return
  const left = await store.sources.list()
  if (!left.some(({ location }) => uploads.idOf(location) === id)) await uploads.remove(id)
}

/**
 * Removes what a kill has left and no job takes up: files of no source, and sources of uploads that were never read. What
 * cannot be removed now is tried at the next start.
 */
export async function removeOrphans({
  plans,
  store,
  uploads,
  ingestor,
  telemetry,
}: UploadedFilesPorts & {
  readonly plans: readonly JobPlan[]
  readonly ingestor: Pick<Ingestor, 'removeSource'>
  readonly telemetry: Telemetry
}): Promise<void> {
  const planned = new Set(plans.flatMap(({ work }) => (work.kind === 'file' ? [work.uploadId] : [])))
  const known = new Set(planned)
  try {
    for (const { id, location, kind, documents, refreshedAt } of await store.sources.list()) {
      const uploadId = kind === 'file' ? uploads.idOf(location) : undefined
      if (uploadId === undefined) continue
      const isHalf = documents === 0 && refreshedAt === undefined && !planned.has(uploadId)
      if (isHalf) await ingestor.removeSource(id)
      else known.add(uploadId)
    }
    const files = await uploads.sweep(known)
    if (files > 0) telemetry.info('uploads-swept', { files })
  } catch (thrown) {
    telemetry.warn('uploads-not-swept', { code: toKikuError(thrown).code })
  }
}
