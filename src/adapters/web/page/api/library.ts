import type { EvidenceView } from '../../api/schemas/common.ts'
import type { InsightView } from '../../api/schemas/insight.ts'
import type { OpenedDocumentView, SourceJobView, SourceListView } from '../../api/schemas/library.ts'
import { readEvents } from './read-events.ts'
import { requestJson, sendRequest } from './send-request.ts'

export function fetchPassages(key: number, around: number, signal: AbortSignal): Promise<OpenedDocumentView> {
  return requestJson(`/v1/passages/${key}?around=${around}`, { signal })
}

export async function searchPassages(query: string, signal: AbortSignal): Promise<readonly EvidenceView[]> {
  const reply = await requestJson<{ evidence: EvidenceView[] }>('/v1/search', {
    method: 'POST',
    body: { query, limit: 20 },
    signal,
  })
  return reply.evidence
}

export function fetchSources(): Promise<SourceListView> {
  return requestJson('/v1/sources')
}

export function addAddress(url: string, audience: string | undefined): Promise<SourceJobView> {
  const body = { url, ...(audience === undefined ? {} : { audience }) }
  return requestJson('/v1/sources', { method: 'POST', body })
}

export function refreshSource(id: string): Promise<SourceJobView> {
  return requestJson(`/v1/sources/${encodeURIComponent(id)}/refresh`, { method: 'POST' })
}

export async function removeSource(id: string): Promise<void> {
  await sendRequest(`/v1/sources/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export async function cancelJob(id: string): Promise<void> {
  await sendRequest(`/v1/sources/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

/** The job as it is now and at every change, until it has ended. */
export async function* followJob(id: string, signal: AbortSignal): AsyncGenerator<SourceJobView> {
  const path = `/v1/sources/jobs/${encodeURIComponent(id)}/events`
  yield* readEvents<SourceJobView>(await sendRequest(path, { signal, accept: 'text/event-stream' }))
}

export function fetchInsight(days: number, signal: AbortSignal): Promise<InsightView> {
  // The browser counts the other way round: minutes that UTC is ahead of here.
  const query = new URLSearchParams({ days: `${days}`, utcOffsetMinutes: `${-new Date().getTimezoneOffset()}` })
  return requestJson(`/v1/insight?${query}`, { signal })
}
