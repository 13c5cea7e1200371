import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCheckpoints } from '../../../scripts/train-embedder/checkpoint.ts'
import { type Corpus, readCorpus } from '../../../scripts/train-embedder/corpus.ts'
import { createMatrixKernel } from '../../../scripts/train-embedder/matrix-kernel.ts'
import { minePartners } from '../../../scripts/train-embedder/mine-partners.ts'
import { readOptions } from '../../../scripts/train-embedder/options.ts'
import { quantiseWeights } from '../../../scripts/train-embedder/quantise-weights.ts'
import { train } from '../../../scripts/train-embedder/train.ts'
import { createStaticEncoder } from '../../../src/adapters/bundled-embedder/static-encoder.ts'
import { serialiseWeights } from '../../../src/adapters/bundled-embedder/static-weights.ts'

const TINY =
  '--dimension 32 --known-rows 900 --shared-rows 50 --batch 64 --first-steps 30 --second-steps 10 --key-features 40'
const options = readOptions(TINY.split(' ')).training

// Invented words of two languages that share no letters: only what stands together can teach what means the same.
const NOUNS = [
  'lamp',
  'river',
  'coat',
  'piano',
  'window',
  'ticket',
  'garden',
  'bottle',
  'mirror',
  'anchor',
  'candle',
  'saddle',
]
const NAMES = ['電灯', '河川', '外套', '洋琴', '窓口', '切符', '庭園', '酒瓶', '手鏡', '船錨', '蝋燭', '馬鞍']
const VERBS = ['repair', 'paint', 'borrow', 'carry', 'weigh', 'polish', 'sell', 'count']
const ACTS = ['修理', '塗装', '借用', '運搬', '計量', '研磨', '販売', '集計']

describe('train', () => {
  let folder = ''
  let corpus: Corpus
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kiku-training-'))
    const lines = VERBS.flatMap((verb, act) =>
      NOUNS.flatMap((noun, name) => [
        { s: 'made', k: 'x', q: `${NAMES[name]}を${ACTS[act]}`, d: `How we ${verb} the ${noun} today` },
        { s: 'made', k: 'en', q: `${verb} ${noun}`, d: `The ${noun} is what we ${verb} with care in the evening` },
      ]),
    )
    const path = join(folder, 'pairs.jsonl')
    await writeFile(path, lines.map((line) => JSON.stringify(line)).join('\n'))
    corpus = await readCorpus(path, options)
  })
  afterAll(() => rm(folder, { recursive: true }))

  const digestOf = (state: Awaited<ReturnType<typeof train>>): string =>
    createHash('sha256')
      .update(serialiseWeights(quantiseWeights(state, corpus, options)))
      .digest('hex')

  it('makes the same bytes with one thread, with two, and in two parts', { timeout: 60_000 }, async () => {
    const partners = minePartners(corpus, options.seed)
    const checkpoints = createCheckpoints(folder, options)
    const stop = new Error('stopped')

    const whole = await train({ corpus, options, partners, threads: 1 })
    const shared = train({
      corpus,
      options,
      partners,
      threads: 2,
      onCheckpoint: async (step, state) => {
        await checkpoints.save(step, state)
        throw stop
      },
    })
    await expect(shared).rejects.toBe(stop)
    const resumed = await train({ corpus, options, partners, threads: 2, resume: checkpoints.restore })

    expect(digestOf(resumed)).toBe(digestOf(whole))
  })

  it('learns which words of two languages mean the same', { timeout: 60_000 }, async () => {
    const state = await train({ corpus, options, threads: 1 })
    const encode = createStaticEncoder(quantiseWeights(state, corpus, options))
    const keys = NOUNS.map((noun) => encode(noun, { task: 'qa', side: 'key' }))

    const nearest = NAMES.map((name) => {
      const query = encode(name, { task: 'qa', side: 'query' })
      const cosines = keys.map((key) => key.reduce((sum, value, at) => sum + value * query[at]!, 0))
      return cosines.indexOf(Math.max(...cosines))
    })

    expect(nearest.filter((noun, at) => noun === at).length).toBeGreaterThanOrEqual(10)
  })
})

describe('createMatrixKernel', () => {
  it('multiplies the rows of two matrices', () => {
    const kernel = createMatrixKernel(256)
    kernel.left.set(Array.from({ length: 4 * 8 }, (_, at) => at % 5))
    kernel.right.set(Array.from({ length: 8 * 8 }, (_, at) => (at % 7) - 3))

    kernel.multiply(4, 8, 8)

    const expected = Array.from({ length: 32 }, (_, at) => {
      const [row, column] = [Math.floor(at / 8), at % 8]
      return Array.from({ length: 8 }, (_, x) => kernel.left[row * 8 + x]! * kernel.right[column * 8 + x]!).reduce(
        (a, b) => a + b,
        0,
      )
    })
    expect(Array.from(kernel.product.subarray(0, 32))).toEqual(expected)
  })
})
