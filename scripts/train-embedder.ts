/**
 * Trains the weights of the embedder in the box:
 * `npx tsx scripts/train-embedder.ts <pairs.jsonl | -> [--out models/bundled-embedder.bin] [--work <folder>]`.
 * Each line of the pairs holds `s` (source), `k` (`en`, `ja`, or `x` across them), `q` and `d`. With `--work` a run that was
 * stopped goes on from its last checkpoint. The same pairs, options and seed give the same bytes, whatever `--threads` is.
 */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { argv } from 'node:process'
import { serialiseWeights } from '../src/adapters/bundled-embedder/static-weights.ts'
import { createCheckpoints } from './train-embedder/checkpoint.ts'
import { readCorpus } from './train-embedder/corpus.ts'
import { minePartners } from './train-embedder/mine-partners.ts'
import { readOptions } from './train-embedder/options.ts'
import { quantiseWeights } from './train-embedder/quantise-weights.ts'
import { train } from './train-embedder/train.ts'

const { pairs, out, work, threads, training } = readOptions(argv.slice(2))
const startedAt = performance.now()
const seconds = (): string => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`

const corpus = await readCorpus(pairs, training)
console.log(`${corpus.size} pairs in ${corpus.groups.length} groups, ${corpus.known.length} features; ${seconds()}`)
const partners = training.hardShare > 0 && training.isHomogeneous ? minePartners(corpus, training.seed) : undefined
if (partners !== undefined) console.log(`hard negatives mined; ${seconds()}`)
const checkpoints = createCheckpoints(work, training)
const state = await train({
  corpus,
  options: training,
  threads,
  ...(partners && { partners }),
  resume: checkpoints.restore,
  onCheckpoint: checkpoints.save,
  onProgress: ({ step, loss }) => console.log(`step ${step}, loss ${loss.toFixed(4)}; ${seconds()}`),
})
const kept = state.isKept.reduce((sum, one) => sum + one, 0)
const file = serialiseWeights(quantiseWeights(state, corpus, training))
await mkdir(dirname(out), { recursive: true })
await writeFile(out, file)
console.log(
  `${kept} pairs kept by the filter; ${out}: ${file.length} bytes, sha256 ${createHash('sha256').update(file).digest('hex')}; ${seconds()}`,
)
