import type { Problem } from '../../api/schemas/common.ts'
import type { SourceJobView, SourceView } from '../../api/schemas/library.ts'
import { addAddress, cancelJob, fetchSources, followJob, refreshSource, removeSource } from '../api/library.ts'
import { localProblem, toProblem } from '../api/problem.ts'
import { type Upload, uploadFile } from '../api/upload-file.ts'
import { readWords } from '../text/current-words.ts'
import { describeProblem } from '../text/describe-problem.ts'
import { formatBytes } from '../text/format.ts'
import { audienceStore } from './audiences.ts'
import { announce, notify } from './notices.ts'
import { sessionStore, watchSession } from './session.ts'
import { createStore } from './store.ts'
import { judgeFile, type UploadEntry } from './uploads.ts'

interface LibraryState {
  readonly load: 'loading' | 'ready'
  readonly sources: readonly SourceView[]
  readonly jobs: readonly SourceJobView[]
  readonly uploads: readonly UploadEntry[]
  readonly problem?: Problem
}

export const libraryStore = createStore<LibraryState>({ load: 'loading', sources: [], jobs: [], uploads: [] })

const followed = new Set<string>()
const sending = new Map<string, AbortController>()
let queue: Promise<void> = Promise.resolve()

export async function loadLibrary(): Promise<void> {
  try {
    const { sources, jobs } = await fetchSources()
    libraryStore.update(({ uploads }) => ({ load: 'ready', sources, jobs, uploads }))
    for (const job of jobs) follow(job)
  } catch (thrown) {
    libraryStore.update((state) => ({ ...state, load: 'ready', problem: toProblem(thrown) }))
  }
}

/** Sends files one after another; each becomes a job when it has arrived. */
export function addFiles(files: readonly File[]): void {
  const audience = audienceStore.read()
  for (const file of files) {
    const id = crypto.randomUUID()
    const problem = judge(file)
    const entry: UploadEntry = { id, name: file.name, share: 0, state: problem === undefined ? 'waiting' : 'failed' }
    changeUploads((uploads) => [...uploads, problem === undefined ? entry : { ...entry, problem }])
    if (problem !== undefined) continue
    const controller = new AbortController()
    sending.set(id, controller)
    queue = queue.then(() => send({ id, file, audience, signal: controller.signal }))
  }
}

export function dropUpload(id: string): void {
  sending.get(id)?.abort()
  sending.delete(id)
  changeUploads((uploads) => uploads.filter((upload) => upload.id !== id))
}

/** @returns whether the address was taken */
export async function addUrl(url: string): Promise<boolean> {
  return attempt(async () => follow(await addAddress(url, audienceStore.read())))
}

export async function refresh(source: SourceView): Promise<void> {
  await attempt(async () => follow(await refreshSource(source.id)))
}

export async function remove(source: SourceView): Promise<void> {
  const isRemoved = await attempt(() => removeSource(source.id))
  if (!isRemoved) return
  libraryStore.update((state) => ({ ...state, sources: state.sources.filter(({ id }) => id !== source.id) }))
  notify(readWords().sources.removed(source.label))
  void watchSession()
}

export async function cancel(job: SourceJobView): Promise<void> {
  await attempt(() => cancelJob(job.id))
}

export function isRunning({ state }: SourceJobView): boolean {
  return state === 'waiting' || state === 'running'
}

async function send({ id, ...upload }: Omit<Upload, 'onProgress'> & { readonly id: string }): Promise<void> {
  const { signal } = upload
  if (signal.aborted) return
  const change = (next: Partial<UploadEntry>) =>
    changeUploads((uploads) => uploads.map((upload) => (upload.id === id ? { ...upload, ...next } : upload)))
  change({ state: 'sending' })
  try {
    const job = await uploadFile({ ...upload, onProgress: (share) => change({ share }) })
    dropUpload(id)
    follow(job)
  } catch (thrown) {
    if (!signal.aborted) change({ state: 'failed', problem: toProblem(thrown) })
  }
}

/** Shows a job, and follows one that runs to its end; the list is read anew then. */
function follow(job: SourceJobView): void {
  showJob(job)
  if (!isRunning(job) || followed.has(job.id)) return
  followed.add(job.id)
  void followToEnd(job).finally(() => followed.delete(job.id))
}

async function followToEnd(job: SourceJobView): Promise<void> {
  try {
    for await (const next of followJob(job.id, new AbortController().signal)) showJob(next)
  } catch {
    // What became of the job shows in the list, which is read again in any case.
  }
  const { sources } = readWords()
  await loadLibrary()
  const ended = libraryStore.read().jobs.find(({ id }) => id === job.id)
  if (ended !== undefined && !isRunning(ended)) announce(`${ended.label}: ${sources.states[ended.state]}`)
  void watchSession()
}

function showJob(job: SourceJobView): void {
  libraryStore.update((state) => {
    const isKnown = state.jobs.some(({ id }) => id === job.id)
    const jobs = isKnown ? state.jobs.map((one) => (one.id === job.id ? job : one)) : [job, ...state.jobs]
    return { ...state, jobs }
  })
}

async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (thrown) {
    const { title, remedy } = describeProblem(toProblem(thrown), readWords())
    notify([title, remedy].filter(Boolean).join(' '), { tone: 'bad' })
    return false
  }
}

function judge(file: File): Problem | undefined {
  const { session } = sessionStore.read()
  if (session === undefined) return undefined
  const rules = { uploadBytes: session.limits.uploadBytes, fileEndings: session.fileEndings }
  const { sources } = readWords()
  switch (judgeFile(file, rules)) {
    case 'fine':
      return undefined
    case 'too-large':
      return {
        ...localProblem('reply-unreadable'),
        code: 'document-too-large',
        title: sources.tooLarge(formatBytes(rules.uploadBytes)),
      }
    case 'unsupported':
      return { ...localProblem('reply-unreadable'), code: 'document-unsupported', title: sources.unsupported }
  }
}

function changeUploads(change: (uploads: readonly UploadEntry[]) => readonly UploadEntry[]): void {
  libraryStore.update((state) => ({ ...state, uploads: change(state.uploads) }))
}
