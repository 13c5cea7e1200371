import { describe, expect, it } from 'vitest'
import { fitFusion } from '../../../src/evaluation/fit-fusion.ts'
import { formatFusionFit } from '../../../src/evaluation/format-fusion-fit.ts'
import type { EvaluationIndex } from '../../../src/evaluation/judged-set.ts'
import { evaluationFiles, jsonLines } from '../../fakes/evaluation-files.ts'

const NUMBERS = Array.from({ length: 40 }, (_, at) => at)
const FILES = evaluationFiles({
  'corpus.jsonl': jsonLines({ _id: 'right', text: '緑茶' }, { _id: 'wrong', text: 'Coffee.' }),
  'queries.dev.jsonl': jsonLines(...NUMBERS.map((at) => ({ _id: `q${at}`, text: `tea ${at}?` })), {
    _id: 'no',
    text: 'x',
  }),
  'qrels.dev.tsv': `query-id\tcorpus-id\tscore\n${NUMBERS.map((at) => `q${at}\tright\t1`).join('\n')}\n`,
})

/** Ranks the right document first from some weight within the script on; the other weight changes nothing. */
function indexThatNeeds(least: number): EvaluationIndex {
  return {
    add: async () => {},
    async rank({ weights }) {
      const fused = (weights?.sameScript ?? 0.3) >= least ? ['right', 'wrong'] : ['wrong', 'right']
      return { lexical: fused, dense: fused, fused }
    },
  }
}

const tryWeights = (index: EvaluationIndex) =>
  fitFusion({ files: FILES, set: 'drinks', index }, new AbortController().signal)

describe('trying weights of the fusion', () => {
  it('names the weight that gains most, and what it gains', async () => {
    const report = await tryWeights(indexThatNeeds(0.8))

    expect(report).toMatchObject({ queries: 40, documents: 2, better: { sameScript: 0.8 } })
    expect(report.trials.sameScript.find(({ weight }) => weight === 0.8)).toMatchObject({ 'ndcg@10': 1 })
    expect(report.trials.sameScript[0]?.gain).toBe(0)
    const table = formatFusionFit(report)
    expect(table).toContain('Set embedder.weight: 0.8')
    expect(table).toContain('embedder.crossWeight makes no difference on this set.')
    expect(table).toContain('nDCG@10 0.631 now')
  })

  it('leaves the weights in use where nothing gains', async () => {
    const report = await tryWeights(indexThatNeeds(0.3))

    expect(report.better).toEqual({})
    expect(formatFusionFit(report)).toContain('Keep embedder.weight as it is.')
  })
})
