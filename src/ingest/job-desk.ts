import type { AudienceLabel } from '../domain/audience.ts'
import type { Source } from '../domain/document.ts'
import { KikuError, toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { SourceJob } from '../ports/source-desk.ts'
import { createJobList, type JobList } from './job-list.ts'
import { createPlanShelf, type JobPlan } from './job-plan.ts'
import { createJobQueue } from './job-queue.ts'
import { type JobRunPorts, releaseUpload, runJob } from './job-run.ts'
import type { SourceDeskOptions } from './source-desk-options.ts'

/** Takes jobs in durably and runs them one after another. */
export interface JobDesk {
  readonly jobs: JobList
  /** @throws KikuError `queue-full`, before anything is prepared; what `prepare` throws; store failures */
  take(job: NewJob): Promise<SourceJob>
  /** Resolves when the job has ended. */
  stop(id: string): Promise<void>
  /** Stops what is about one source alone. */
  stopThoseOf(source: Source): Promise<void>
  /** What an earlier process took in and did not end. */
  listLeft(): Promise<readonly JobPlan[]>
  resume(plans: readonly JobPlan[]): void
  close(): Promise<void>
}

export interface NewJob {
  readonly label: string
  readonly audience: AudienceLabel
  readonly prepare: () => Promise<JobPlan['work']>
}

/** A job that is begun so often and never ends takes the process with it. */
const MOST_ATTEMPTS = 3
const CLOSE_MS = 10_000
const NEVER = new AbortController().signal

export function createJobDesk(options: SourceDeskOptions): JobDesk {
  const { store, clock, telemetry, limits, createId = () => crypto.randomUUID(), onChanged = () => {} } = options
  const jobs = createJobList({ mostEnded: limits.ended ?? 100, quietMs: limits.quietMs ?? 100 })
  const queue = createJobQueue(limits.waiting ?? 20)
  const shelf = createPlanShelf(store.settings)
  const ports: JobRunPorts = { ...options, mostFailures: limits.failures ?? 100 }
  const plans = new Map<string, JobPlan>()
  let isClosing = false

  function enqueue(plan: JobPlan): void {
    plans.set(plan.id, plan)
    jobs.add(toJob(plan))
    queue.push({ id: plan.id, run: (signal) => run(plan, signal) })
  }

  /** Never rejects. */
  async function run(plan: JobPlan, signal: AbortSignal): Promise<void> {
    const startedAt = clock.now()
    let end: Partial<SourceJob>
    try {
      end = await attempt(plan, startedAt, signal)
    } catch (thrown) {
      end = signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: toKikuError(thrown).code }
    }
    // What the end of the process stops is taken up at the next start.
    if (!isClosing) await finish(plan)
    plans.delete(plan.id)
    jobs.change(plan.id, { ...end, endedAt: clock.now() })
    const { state, error } = end
    telemetry.info('source-job-ended', { job: plan.id, kind: plan.work.kind, state, code: error })
    onChanged()
  }

  async function attempt(plan: JobPlan, startedAt: number, signal: AbortSignal): Promise<Partial<SourceJob>> {
    signal.throwIfAborted()
    if (plan.attempts >= MOST_ATTEMPTS) throw new KikuError('internal', 'A job was begun often and never ended.')
    await shelf.keep({ ...plan, attempts: plan.attempts + 1 })
    jobs.change(plan.id, { state: 'running', startedAt })
    return runJob(plan, ports, (changes) => jobs.change(plan.id, changes), signal)
  }

  async function finish(plan: JobPlan): Promise<void> {
    try {
      await shelf.drop(plan.id)
      await releaseUpload(plan, ports)
    } catch (thrown) {
      // The next start makes up for it.
      telemetry.warn('source-job-not-cleared', { job: plan.id, code: toKikuError(thrown).code })
    }
  }

  const stop = (id: string) => queue.stop(id, new KikuError('cancelled', 'The job was stopped.'))

  return {
    jobs,
    stop,
    async take({ label, audience, prepare }) {
      if (isClosing) throw new KikuError('cancelled', 'Kiku is ending.')
      const place = queue.reserve()
      try {
        const plan: JobPlan = {
          id: createId(),
          label,
          audience,
          queuedAt: clock.now(),
          attempts: 0,
          work: await prepare(),
        }
        try {
          await shelf.keep(plan)
        } catch (thrown) {
          await releaseUpload(plan, ports)
          throw thrown
        }
        if (!isClosing) enqueue(plan)
        return jobs.find(plan.id) ?? toJob(plan)
      } finally {
        place.release()
      }
    },
    async stopThoseOf(source) {
      const concerned = [...plans.values()].filter((plan) => isAbout(plan, source))
      await Promise.all(concerned.map(({ id }) => stop(id)))
    },
    listLeft: shelf.list,
    resume(left) {
      for (const plan of left) enqueue(plan)
    },
    async close() {
      isClosing = true
      const until = { signal: NEVER, timeoutMs: CLOSE_MS, what: 'end of a job' }
      try {
        await withDeadline(until, () => queue.close(new KikuError('cancelled', 'Kiku is ending.')))
      } catch (thrown) {
        // What it had begun is in order in any case: the store shows nothing half made.
        telemetry.warn('source-job-left', { code: toKikuError(thrown).code })
      }
    },
  }
}

function isAbout({ work, audience }: JobPlan, source: Source): boolean {
  switch (work.kind) {
    case 'refresh':
      return work.sourceId === source.id
    case 'file':
      return work.path === source.location && audience === source.audience
    case 'addresses':
      return work.addresses.every((address) => address === source.location) && audience === source.audience
  }
}

function toJob({ id, label, audience, queuedAt, work }: JobPlan): SourceJob {
  const kind = work.kind === 'refresh' ? 'refresh' : 'add'
  const counts = { documentsDone: 0, documentsTotal: 0, chunks: 0, failures: [] }
  return { id, kind, label, audience, state: 'waiting', ...counts, startedAt: queuedAt }
}
