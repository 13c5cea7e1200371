import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createTransformersEmbedder,
  type TransformersEmbedderOptions,
} from '../../../src/adapters/transformers/create-transformers-embedder.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { systemClock } from '../../../src/ports/clock.ts'
import { writeStandInModel, writeStandInPackage } from './stand-in-package.ts'

export const SIGNAL = new AbortController().signal

/** A folder for one test file, with a data folder, a working directory and a model in it. */
export function openBench() {
  const folder = mkdtempSync(join(tmpdir(), 'kiku-transformers-'))
  const bench = {
    data: join(folder, 'data'),
    cwd: join(folder, 'work'),
    model: join(folder, 'model'),
    /** Starts the embedder, with whatever the test wants different. */
    open: (changes: Partial<TransformersEmbedderOptions> = {}, signal = SIGNAL) =>
      createTransformersEmbedder(
        {
          model: bench.model,
          precision: 'auto',
          preset: EMBEDDING_PRESETS.plain,
          data: bench.data,
          cwd: bench.cwd,
          clock: systemClock,
          ...changes,
        },
        signal,
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  return bench
}

/** The same with the stand-in for the package and its model. */
export function openStandInBench() {
  const bench = openBench()
  writeStandInPackage(bench.cwd)
  writeStandInModel(bench.model)
  return bench
}
