import { headOf } from '../../src/adapters/bundled-embedder/static-weights.ts'
import type { Side } from '../../src/domain/task.ts'
import type { Barrier } from './barrier.ts'
import type { Corpus } from './corpus.ts'
import type { Batch } from './draw-batch.ts'
import type { MatrixKernel } from './matrix-kernel.ts'
import type { TrainingOptions } from './options.ts'
import type { RowKernels } from './row-kernels.ts'
import type { SharedState } from './training-state.ts'

/** What one thread works with. */
export interface Thread {
  readonly rank: number
  readonly threads: number
  readonly corpus: Corpus
  readonly options: TrainingOptions
  readonly state: SharedState
  readonly kernel: MatrixKernel
  readonly rows: RowKernels
  readonly barrier: Barrier
}

/** Head of a text of the batch, by its number: queries first. */
export function headOfText(batch: Batch, text: number, size: number): number {
  const side: Side = text < size ? 'query' : 'key'
  return headOf(batch.tasks[text % size]!, side)
}
