import type { SourceJob } from '../../../../ports/source-desk.ts'
import type { SourceSummary } from '../../../../ports/store.ts'
import { nameLocation } from '../../../common/chat/name-location.ts'
import type { SourceJobView, SourceView } from '../schemas/library.ts'
import { showLocationTo } from './show-location.ts'

const show = showLocationTo({ role: 'owner' })

export function viewSource(source: SourceSummary): SourceView {
  const { id, kind, location, audience, addedAt, refreshedAt, documents, items, failures } = source
  return {
    id,
    kind,
    location: show(location),
    label: nameLocation(location),
    audience,
    addedAt,
    ...(refreshedAt === undefined ? {} : { refreshedAt }),
    documents,
    items,
    failures: failures.map((failure) => ({ ...viewFailure(failure), at: failure.at })),
  }
}

/** For those who only read: neither where it lies on this machine, nor what could not be read there. */
export function viewSourceBriefly(source: SourceSummary): SourceView {
  return { ...viewSource(source), location: showLocationTo({ role: 'member' })(source.location), failures: [] }
}

export function viewJob(job: SourceJob): SourceJobView {
  const { id, kind, label, state, documentsDone, documentsTotal, chunks, unchanged, failures, error } = job
  const { startedAt, endedAt } = job
  return {
    id,
    kind,
    label,
    state,
    documentsDone,
    documentsTotal,
    chunks,
    ...(unchanged === undefined ? {} : { unchanged }),
    failures: failures.map(viewFailure),
    ...(error === undefined ? {} : { error }),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
  }
}

/** What went wrong may name the file as well. */
function viewFailure({ location, code, message }: SourceJob['failures'][number]): SourceJobView['failures'][number] {
  return { location: show(location), code, message: message.replaceAll(location, show(location)) }
}
