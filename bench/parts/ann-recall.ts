import type { AnnReport } from '../jobs/measure-ann.ts'
import { runJob } from '../jobs/run-job.ts'
import { type BenchTable, formatNumber, formatRatio } from '../report/table.ts'
import type { PartContext, PartReport } from './part.ts'

/** What the graph finds of what the exact scan finds, also where only some vectors are permitted. */
export async function benchAnnRecall({ work, chunks, seed, log }: PartContext): Promise<PartReport> {
  log("building a graph of the corpus's vectors")
  const corpus = await runJob('measure-ann', { work, vectors: 'corpus', size: chunks, seed })
  log('building a graph of clustered vectors')
  const clustered = await runJob('measure-ann', { work, vectors: 'clustered', size: chunks, seed })
  return {
    figures: { corpus, clustered },
    tables: [
      describe("Graph of the bundled embedder's vectors", corpus),
      describe('Graph of clustered vectors', clustered),
    ],
  }
}

function describe(title: string, report: AnnReport): BenchTable {
  const { count, dimension, ef, builtRecall, buildMs, longestBlockMs, figures } = report
  const verdict =
    ef === 0
      ? `No graph reached the wanted recall (best ${builtRecall.toFixed(3)}), so it was given up and the exact scan serves.`
      : `The builder chose ef ${ef} (recall@10 ${builtRecall.toFixed(4)} on blurred vectors of its own).`
  return {
    title: `${title}: ${formatNumber(count)} × ${dimension}`,
    columns: ['permitted', 'answered by', 'recall@10', 'p50 ms', 'p99 ms', 'exact p50 ms', 'exact beside it'],
    rows: figures.map(({ selectivity, path, recall, graph, exact }) => [
      `${selectivity * 100} %`,
      path,
      recall.toFixed(4),
      graph.p50Ms,
      graph.p99Ms,
      exact.p50Ms,
      formatRatio(exact.p50Ms, graph.p50Ms),
    ]),
    notes: [
      `${verdict} Built in ${formatNumber(buildMs / 1_000)} s in another process; longest block of the main thread meanwhile ${formatNumber(longestBlockMs)} ms.`,
    ],
  }
}
