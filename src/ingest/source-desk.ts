import { isAudienceLabel } from '../domain/audience.ts'
import type { Source } from '../domain/document.ts'
import { KikuError } from '../domain/errors.ts'
import type { SourceDesk } from '../ports/source-desk.ts'
import { createJobDesk } from './job-desk.ts'
import { checkAddresses } from './source-desk-addresses.ts'
import type { SourceDeskOptions } from './source-desk-options.ts'
import { createPending, nameOf, receiveUpload, removeOrphans, removeUpload } from './uploaded-files.ts'
import { cleanFileName } from './uploaded-files-name.ts'

export interface RunningSourceDesk extends SourceDesk {
  /** Takes up what an earlier process left, and removes files that belong to no source. Call it once, first. */
  start(): Promise<void>
  /** Stops the running job. It and those that wait are taken up at the next start. */
  close(): Promise<void>
}

const UPLOAD_MS = 15 * 60_000

/** Lets people add, refresh and remove sources while they look on. */
export function createSourceDesk(options: SourceDeskOptions): RunningSourceDesk {
  const { store, uploads, accepts, ingestor, telemetry } = options
  const { uploadBytes: maxBytes, uploadMs = UPLOAD_MS } = options.limits
  const desk = createJobDesk(options)
  const closing = new AbortController()
  const receiving = createPending()

  async function findSource(id: string): Promise<Source> {
    const source = await store.sources.find(id)
    if (source !== undefined) return source
    throw new KikuError('source-missing', 'This source is not there, or was removed meanwhile.')
  }

  return {
    async start() {
      const plans = await desk.listLeft()
      await removeOrphans({ plans, ...options })
      desk.resume(plans)
    },
    async close() {
      closing.abort(new KikuError('cancelled', 'Kiku is ending.'))
      await receiving.settled()
      await desk.close()
    },
    async list({ labels }) {
      return (await store.sources.list()).filter(({ audience }) => labels.includes(audience))
    },
    async addAddresses(given, audience) {
      checkAudience(audience)
      const addresses = checkAddresses(given)
      const label = addresses.length > 1 ? `${addresses[0]} (+${addresses.length - 1})` : (addresses[0] ?? '')
      return desk.take({ label, audience, prepare: async () => ({ kind: 'addresses', addresses }) })
    },
    async addFile(file, audience, signal) {
      checkAudience(audience)
      const name = cleanFileName(file.name)
      if (!accepts(name)) throw unsupported()
      const until = { signal: AbortSignal.any([signal, closing.signal]), timeoutMs: uploadMs, what: 'upload' }
      const upload = { name, content: file.content, maxBytes }
      return desk.take({ label: name, audience, prepare: () => receiving.add(receiveUpload(upload, uploads, until)) })
    },
    async refresh(sourceId) {
      const { audience, location } = await findSource(sourceId)
      const label = uploads.idOf(location) === undefined ? location : nameOf(location)
      return desk.take({ label, audience, prepare: async () => ({ kind: 'refresh', sourceId }) })
    },
    async remove(sourceId) {
      const source = await findSource(sourceId)
      await desk.stopThoseOf(source)
      // A job that was stopped has taken a source with it that it had not read yet.
      const isThere = (await store.sources.find(sourceId)) !== undefined
      const removed = isThere ? await ingestor.removeSource(sourceId) : { documents: 0, items: 0 }
      await removeUpload(source, options)
      telemetry.info('source-removed', { source: sourceId, ...removed })
      return removed
    },
    jobs: () => desk.jobs.list(),
    follow: (jobId, signal) => desk.jobs.follow(jobId, signal),
    cancel: (jobId) => void desk.stop(jobId),
  }
}

function checkAudience(audience: string): void {
  if (!isAudienceLabel(audience)) throw new KikuError('misuse', 'This is not an audience.')
}

function unsupported(): KikuError {
  return new KikuError('document-unsupported', 'Kiku cannot read files of this kind.', {
    remedy: 'Add Markdown, text, HTML, PDF, DOCX, PPTX, CSV, JSON or source code.',
  })
}
