import type { Embedder } from '../ports/embedder.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { type Calibration, calibrationFor } from './calibrate-scores.ts'
import { createQueryEmbedder, type QueryEmbedder } from './embed-query.ts'

/** The embedder that questions are embedded with, and what follows from the choice of it. */
export interface ServingEmbedder {
  readonly embedder: Embedder
  readonly embedQuery: QueryEmbedder
  readonly calibration: Calibration
  /** Whether its nearest may be candidates by nearness alone. */
  readonly isListWorthy: boolean
}

/**
 * An embedder that weighs less than this only orders what the words have found, unless the scan is cheap: a hit by
 * nearness alone could not outrank one by words.
 */
const LEAST_LISTED_WEIGHT = 0.05

export function serveWith(embedder: Embedder, telemetry: Telemetry, timeoutMs: number): ServingEmbedder {
  return {
    embedder,
    embedQuery: createQueryEmbedder({ embedder, telemetry, timeoutMs }),
    calibration: calibrationFor(embedder.preset),
    isListWorthy: isListWorthy(embedder),
  }
}

export function isListWorthy({ fusion }: Embedder): boolean {
  return Math.max(fusion.sameScript, fusion.crossScript) >= LEAST_LISTED_WEIGHT
}
