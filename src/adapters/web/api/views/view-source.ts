import type { SourceJob } from '../../../../ports/source-desk.ts'
import type { SourceSummary } from '../../../../ports/store.ts'
import { nameLocation } from '../../../common/chat/name-location.ts'
import type { SourceJobView, SourceView } from '../schemas/library.ts'
import { showLocationTo } from './show-location.ts'

export function viewSource(source: SourceSummary): SourceView {
  const { id, kind, location, audience, addedAt, refreshedAt, documents, items, failures } = source
  return {
    id,
    kind,
    location,
    label: nameLocation(location),
    audience,
    addedAt,
    ...(refreshedAt === undefined ? {} : { refreshedAt }),
    documents,
    items,
    failures: failures.map(({ location: where, code, message, at }) => ({ location: where, code, message, at })),
  }
}

/** For those who only read: neither where it lies on this machine, nor what could not be read there. */
export function viewSourceBriefly(source: SourceSummary): SourceView {
  return { ...viewSource(source), location: showLocationTo({ role: 'member' })(source.location), failures: [] }
}

export function viewJob(job: SourceJob): SourceJobView {
  const { id, kind, label, state, documentsDone, documentsTotal, chunks, failures, error, startedAt, endedAt } = job
  return {
    id,
    kind,
    label,
    state,
    documentsDone,
    documentsTotal,
    chunks,
    failures: failures.map(({ location, code, message }) => ({ location, code, message })),
    ...(error === undefined ? {} : { error }),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
  }
}
