import { describe, expect, it } from 'vitest'
import { formatRetrievalReport } from '../../../src/evaluation/format-retrieval-report.ts'
import type {
  EvaluationDocument,
  EvaluationIndex,
  EvaluationQuery,
  EvaluationRankings,
} from '../../../src/evaluation/judged-set.ts'
import { runRetrievalEval } from '../../../src/evaluation/run-retrieval-eval.ts'
import { evaluationFiles, jsonLines } from '../../fakes/evaluation-files.ts'

const FILES = {
  'corpus.jsonl': jsonLines(
    { _id: 'd1', title: 'Tea', text: 'Green tea.', meta: { scope: 'anna' } },
    { _id: 'd2', text: '緑茶について。', meta: { lang: 'ja' } },
    { _id: 'd3', title: '', text: 'Coffee.' },
  ),
  'queries.dev.jsonl': jsonLines(
    { _id: 'q1', text: 'tea?', meta: { scope: 'anna' } },
    {
      _id: 'q2',
      text: 'それは？',
      history: [
        { speaker: 'user', text: '緑茶' },
        { speaker: 'agent', text: '飲み物' },
      ],
    },
    { _id: 'q3', text: 'unjudged' },
  ),
  'qrels.dev.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t2\nq2\td3\t1\nq3\td1\t0\n',
}

function scriptIndex(rankings: Readonly<Record<string, EvaluationRankings>>) {
  const documents: EvaluationDocument[] = []
  const queries: EvaluationQuery[] = []
  const index: EvaluationIndex = {
    async add(batch) {
      documents.push(...batch)
    },
    async rank(query) {
      queries.push(query)
      const ranking = rankings[query.text]
      if (ranking === undefined) throw new Error(`unscripted query ${query.text}`)
      return ranking
    },
  }
  return { index, documents, queries }
}

const RANKINGS = {
  'tea?': { lexical: ['d1'], dense: ['d3', 'd1'], fused: ['d1', 'd3'] },
  'それは？': { lexical: ['d3', 'd2'], dense: [], fused: ['d2', 'd3'] },
}

const run = (index: EvaluationIndex, more: object = {}, files: Readonly<Record<string, string>> = FILES) =>
  runRetrievalEval({ files: evaluationFiles(files), set: 'drinks', index, ...more }, new AbortController().signal)

describe('runRetrievalEval', () => {
  it('scores every leg and the gain of fusion over words alone', async () => {
    const { index } = scriptIndex(RANKINGS)

    const report = await run(index)

    // q2 lexical: (1 + 2/log2(3)) / (2 + 1/log2(3)).
    const second = (1 + 2 / Math.log2(3)) / (2 + 1 / Math.log2(3))
    expect(report).toMatchObject({ set: 'drinks', queries: 2, documents: 3, skipped: 1, task: 'by-history' })
    expect(report.legs.lexical).toMatchObject({ 'recall@5': 1, 'recall@10': 1, 'mrr@10': 1 })
    expect(report.legs.lexical['ndcg@10']).toBeCloseTo((1 + second) / 2, 12)
    expect(report.legs.dense['ndcg@10']).toBeCloseTo(1 / Math.log2(3) / 2, 12)
    expect(report.legs.dense).toMatchObject({ 'recall@10': 0.5, 'mrr@10': 0.25 })
    expect(report.legs.fused).toMatchObject({ 'ndcg@10': 1, ci95: [1, 1] })
    expect(report.fusedMinusLexical['ndcg@10']).toBeCloseTo((1 - second) / 2, 12)
  })

  it('hands scopes, turns and tasks on to the index', async () => {
    const { index, documents, queries } = scriptIndex(RANKINGS)

    await run(index)

    expect(documents).toEqual([
      { id: 'd1', title: 'Tea', text: 'Green tea.', scope: 'anna' },
      { id: 'd2', title: '', text: '緑茶について。' },
      { id: 'd3', title: '', text: 'Coffee.' },
    ])
    expect(queries).toEqual([
      { text: 'tea?', history: [], scope: 'anna', task: 'qa', limit: 10 },
      {
        text: 'それは？',
        history: [
          { role: 'user', text: '緑茶' },
          { role: 'assistant', text: '飲み物' },
        ],
        task: 'convsearch',
        limit: 10,
      },
    ])
  })

  it('uses the task that it is told', async () => {
    const { index, queries } = scriptIndex(RANKINGS)

    const report = await run(index, { task: 'tool' })

    expect(queries.map(({ task }) => task)).toEqual(['tool', 'tool'])
    expect(report.task).toBe('tool')
  })

  it('reports progress against a known total, in batches', async () => {
    const corpus = Array.from({ length: 300 }, (_, at) => ({ _id: `d${at}`, text: 'x' }))
    const { index } = scriptIndex(RANKINGS)
    const seen: string[] = []

    await run(
      index,
      {
        onProgress: ({ step, done, total }: { step: string; done: number; total: number }) =>
          seen.push(`${step} ${done}/${total}`),
      },
      { ...FILES, 'corpus.jsonl': jsonLines(...corpus) },
    )

    expect(seen).toEqual(['index 256/300', 'index 300/300', 'search 1/3', 'search 2/3'])
  })

  it.each([
    ['corpus.jsonl', '{"_id":"d1","text":"x"}\nnot json', 'corpus.jsonl, line 2: this is not JSON.'],
    ['corpus.jsonl', '\n{"_id":"d1"}', "corpus.jsonl, line 2: 'text' is wrong"],
    [
      'queries.dev.jsonl',
      '{"_id":"q1","text":"x","history":[{"text":"y"}]}',
      "queries.dev.jsonl, line 1: 'history.0.speaker' is wrong",
    ],
    [
      'qrels.dev.tsv',
      'query-id\tcorpus-id\tscore\nq1\td1',
      'qrels.dev.tsv, line 2: expected query, document and a number',
    ],
    ['qrels.dev.tsv', 'q1\td1\tmuch', 'qrels.dev.tsv, line 1: expected query, document and a number'],
  ])('names file and line of a malformed %s', async (name, text, message) => {
    const { index } = scriptIndex(RANKINGS)

    const running = run(index, {}, { ...FILES, [name]: text })

    await expect(running).rejects.toMatchObject({ code: 'misuse', message: expect.stringContaining(message) })
  })

  it('refuses queries and judgements that do not belong together', async () => {
    const { index } = scriptIndex(RANKINGS)

    const running = run(index, {}, { ...FILES, 'qrels.dev.tsv': 'q9\td1\t1' })

    await expect(running).rejects.toMatchObject({ code: 'misuse' })
  })

  it('says which file is missing', async () => {
    const { index } = scriptIndex(RANKINGS)

    await expect(run(index, { qrelsFile: 'other.tsv' })).rejects.toMatchObject({ code: 'source-missing' })
  })

  it('stops when it is told to', async () => {
    const { index } = scriptIndex(RANKINGS)
    const stop = new AbortController()
    const files = evaluationFiles(FILES)

    const running = runRetrievalEval(
      { files, set: 'drinks', index, onProgress: () => stop.abort(new Error('enough')) },
      stop.signal,
    )

    await expect(running).rejects.toThrow('enough')
  })
})

describe('formatRetrievalReport', () => {
  it('shows legs, intervals and the paired difference', async () => {
    const { index } = scriptIndex(RANKINGS)

    const text = formatRetrievalReport(await run(index))

    expect(text).toMatch(/^drinks: 2 queries over 3 documents, 1 without a relevant document left out\n/)
    expect(text).toMatch(/fused( +1\.000 \[1\.000, 1\.000\]){3} +1\.000 +1\.000/)
    expect(text).toMatch(/fused − lexical nDCG@10: \+0\.\d{3} \[.*, nDCG@5: \+0\.\d{3} \[/)
  })
})
