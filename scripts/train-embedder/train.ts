import { once } from 'node:events'
import { startWorker } from '../../src/adapters/common/start-worker.ts'
import type { Corpus } from './corpus.ts'
import type { TrainingOptions } from './options.ts'
import type { WorkerTask } from './train-worker.ts'
import { createSharedState, fillParameters, type SharedState } from './training-state.ts'

export interface TrainingRun {
  readonly corpus: Corpus
  readonly options: TrainingOptions
  readonly threads: number
  readonly partners?: Uint32Array
  readonly onProgress?: (progress: { readonly step: number; readonly loss: number }) => void
  /** Called with the state between two parts of the run. */
  readonly onCheckpoint?: (step: number, state: SharedState) => Promise<void>
  /** Where an earlier run has got to. */
  readonly resume?: (state: SharedState) => Promise<number>
}

/** Steps between two checkpoints. */
const PART = 1000

/** Trains from the first step, or from where the last checkpoint stands. The number of threads changes no byte. */
export async function train(run: TrainingRun): Promise<SharedState> {
  const { corpus, options } = run
  const state = createSharedState(options, { rows: corpus.frequency.length, pairs: corpus.size })
  fillParameters(state.parameters, corpus.frequency, options)
  const steps = options.firstSteps + options.secondSteps
  let step = (await run.resume?.(state)) ?? 0
  for (let row = 0; row < state.weights.length; row += 1)
    state.weights[row] = Math.exp(state.parameters.logWeights[row]!)
  while (step < steps) {
    const isFiltering = options.isFiltered && step === options.firstSteps
    const end = step < options.firstSteps ? options.firstSteps : steps
    const to = Math.min(step + PART, end)
    await runPart(run, state, { from: step, to, isFiltering })
    step = to
    await run.onCheckpoint?.(step, state)
  }
  return state
}

async function runPart(
  { corpus, options, threads, partners, onProgress }: TrainingRun,
  state: SharedState,
  part: Pick<WorkerTask, 'from' | 'to' | 'isFiltering'>,
): Promise<void> {
  state.barrier.fill(0)
  const workers = Array.from({ length: threads }, (_, rank) => {
    const workerData: WorkerTask = { rank, threads, corpus, options, state, ...(partners && { partners }), ...part }
    const worker = startWorker(import.meta.url, 'train-worker', { workerData })
    worker.on('message', (progress) => onProgress?.(progress))
    return worker
  })
  try {
    await Promise.all(
      workers.map(async (worker) => {
        const [code] = await once(worker, 'exit')
        if (code !== 0) throw new Error(`A training thread ended with code ${code}.`)
      }),
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
