import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SourceJobView } from '../../../src/adapters/web/api/schemas/library.ts'
import { openEventStream, readBytes, sendJson } from './http.ts'
import { jobFixture } from './library-fixtures.ts'
import type { PageState } from './page-state.ts'

/** Plays the routes of sources and jobs. @returns whether it was one of them */
export async function answerLibrary(
  request: IncomingMessage,
  response: ServerResponse,
  state: PageState,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const [, , ...parts] = pathname.replace('/sources/jobs/', '/jobs/').split('/').map(decodeURIComponent)
  const [group, id, action] = parts
  const key = [
    request.method,
    group,
    ...(id === undefined ? [] : [':id']),
    ...(action === undefined ? [] : [action]),
  ].join(' ')
  switch (key) {
    case 'GET sources':
      sendJson(response, { sources: state.sources, jobs: state.jobs })
      return true
    case 'POST sources':
      sendJson(response, beginAdding(state, await readBytes(request)))
      return true
    case 'POST sources :id refresh':
      sendJson(response, begin(state, state.sources.find((source) => source.id === id)?.label ?? ''))
      return true
    case 'DELETE sources :id':
      state.sources = state.sources.filter((source) => source.id !== id)
      sendJson(response, { documents: 1, items: 1 })
      return true
    case 'DELETE jobs :id':
      change(state, id, { state: 'cancelled', endedAt: Date.now() })
      response.writeHead(204).end()
      return true
    case 'GET jobs :id events':
      await playJob(response, state, id)
      return true
    default:
      return false
  }
}

/** For whom each job adds something. */
const audiences = new Map<string, string>()

function beginAdding(state: PageState, body: Buffer): SourceJobView {
  const job = begin(state, labelOf(body))
  audiences.set(job.id, audienceOf(body.toString('utf8')))
  return job
}

function begin(state: PageState, label: string): SourceJobView {
  const job = jobFixture({ id: randomUUID(), label, state: 'waiting' })
  state.jobs = [job, ...state.jobs]
  return job
}

const DOCUMENTS = 12

async function playJob(response: ServerResponse, state: PageState, id: string | undefined): Promise<void> {
  const stream = openEventStream(response)
  for (let done = 0; done <= DOCUMENTS && !stream.isClosed(); done += 1) {
    const job = state.jobs.find((one) => one.id === id)
    if (job === undefined || job.state === 'cancelled') break
    change(state, id, { state: 'running', documentsDone: done, documentsTotal: DOCUMENTS, chunks: done * 9 })
    stream.send(
      'job',
      state.jobs.find((one) => one.id === id),
    )
    await sleep(state.jobPace)
  }
  const job = state.jobs.find((one) => one.id === id)
  if (job !== undefined && job.state === 'running') {
    change(state, id, { state: 'done', endedAt: Date.now(), unchanged: state.unchanged })
    const now = Date.now()
    state.sources = [
      {
        id: job.id,
        kind: 'file',
        label: job.label,
        location: job.label,
        audience: audiences.get(job.id) ?? 'public',
        addedAt: now,
        refreshedAt: now,
        documents: DOCUMENTS,
        items: job.chunks,
        failures: [],
      },
      ...state.sources.filter(({ label }) => label !== job.label),
    ]
  }
  stream.send(
    'job',
    state.jobs.find((one) => one.id === id),
  )
  stream.end()
}

function change(state: PageState, id: string | undefined, next: Partial<SourceJobView>): void {
  state.jobs = state.jobs.map((job) => (job.id === id ? { ...job, ...next } : job))
}

function labelOf(body: Buffer): string {
  const text = body.toString('utf8')
  if (text.startsWith('{')) return String((JSON.parse(text) as { url: string }).url)
  return /filename="([^"]*)"/.exec(text)?.[1] ?? ''
}

function audienceOf(text: string): string {
  const given = text.startsWith('{')
    ? (JSON.parse(text) as { audience?: string }).audience
    : /name="audience"\r\n\r\n([^\r]*)/.exec(text)?.[1]
  return given ?? 'public'
}
