import type { VectorIndex } from '../../ports/vector-index.ts'

/** An exact index that also hands out its vectors. */
export interface VectorRows extends VectorIndex {
  /** Ordinals that have a vector, ascending. */
  ordinals(): Int32Array
  /** @returns undefined when it is not there. */
  vector(ordinal: number): Float32Array | undefined
}
