import type { SessionView, ThreadSummaryView, ThreadView } from '../../api/schemas/conversations.ts'
import { requestJson, sendRequest } from './send-request.ts'

export interface ThreadPage {
  readonly threads: readonly ThreadSummaryView[]
  readonly next?: string
}

export function fetchSession(signal?: AbortSignal): Promise<SessionView> {
  return requestJson('/v1/session', signal === undefined ? {} : { signal })
}

export function fetchThreads(cursor?: string): Promise<ThreadPage> {
  const query = new URLSearchParams({ limit: '30', ...(cursor === undefined ? {} : { cursor }) })
  return requestJson(`/v1/threads?${query}`)
}

export function fetchThread(id: string, signal?: AbortSignal): Promise<ThreadView> {
  return requestJson(threadPath(id), signal === undefined ? {} : { signal })
}

export async function renameThread(id: string, title: string): Promise<void> {
  await sendRequest(threadPath(id), { method: 'PATCH', body: { title } })
}

/** Outlives the page, since the thread goes when the time for undoing is over, or when the page is left. */
export async function deleteThread(id: string): Promise<void> {
  await sendRequest(threadPath(id), { method: 'DELETE', keepalive: true })
}

export async function giveFeedback(feedback: {
  readonly turnId: string
  readonly verdict: 'up' | 'down'
  readonly reason?: string
}): Promise<void> {
  await sendRequest('/v1/feedback', { method: 'POST', body: feedback })
}

export async function declineCall(call: { readonly turnId: string; readonly callId: string }): Promise<void> {
  await sendRequest('/v1/approvals', { method: 'POST', body: call })
}

function threadPath(id: string): string {
  return `/v1/threads/${encodeURIComponent(id)}`
}
