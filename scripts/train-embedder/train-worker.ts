import { parentPort, workerData } from 'node:worker_threads'
import { createBarrier } from './barrier.ts'
import type { Corpus } from './corpus.ts'
import { createBatchDrawer } from './draw-batch.ts'
import { filterPairs } from './filter-pairs.ts'
import { createMatrixKernel } from './matrix-kernel.ts'
import type { TrainingOptions } from './options.ts'
import { createRowKernels } from './row-kernels.ts'
import { runStep } from './run-steps.ts'
import type { Thread } from './thread.ts'
import type { SharedState } from './training-state.ts'

export interface WorkerTask {
  readonly rank: number
  readonly threads: number
  readonly corpus: Corpus
  readonly options: TrainingOptions
  readonly state: SharedState
  readonly partners?: Uint32Array
  /** Steps to run: from the first to before the last. */
  readonly from: number
  readonly to: number
  /** Whether the consistency filter is to be run before the first of them. */
  readonly isFiltering: boolean
}

const { rank, threads, corpus, options, state, partners, from, to, isFiltering }: WorkerTask = workerData
const kernel = createMatrixKernel(Math.max(options.batch * options.batch, 1024 * 512))
const rows = createRowKernels(state.memory, { ...state.places, dimension: options.dimension })
const barrier = createBarrier(state.barrier, threads)
const thread: Thread = { rank, threads, corpus, options, state, kernel, rows, barrier }

if (isFiltering) filterPairs(thread)
barrier()
const drawBatch = createBatchDrawer({
  corpus,
  options,
  isKept: state.isKept,
  ...(partners === undefined ? {} : { partners }),
})
const steps = options.firstSteps + options.secondSteps
for (let step = from; step < to; step += 1) {
  runStep(thread, drawBatch, step, step / steps)
  if (rank === 0 && (step + 1) % 50 === 0) {
    const { losses } = state.buffers
    parentPort?.postMessage({ step: step + 1, loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length })
  }
}
