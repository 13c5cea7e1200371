/**
 * Measures Kiku and its peers side by side: `npm run bench -- [--chunks 20000] [--corpus file.jsonl]… [--only part]…
 * [--json file] [--work folder] [--seed 1]`. A corpus is JSON Lines with `d` or `text`, and optionally `s` or `title`,
 * `q` or `query`; without one, English and Japanese texts are generated. Prints Markdown.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { argv } from 'node:process'
import { parseArgs } from 'node:util'
import { runJob } from './jobs/run-job.ts'
import { benchAnnRecall } from './parts/ann-recall.ts'
import { benchChatLoad } from './parts/chat-load.ts'
import { benchIngestion } from './parts/ingestion.ts'
import { benchOverhead } from './parts/overhead.ts'
import type { BenchPart, PartContext, PartReport } from './parts/part.ts'
import { benchRestart } from './parts/restart.ts'
import { benchRetrieval } from './parts/retrieval.ts'
import { benchTools } from './parts/tools.ts'
import { benchWeb } from './parts/web.ts'
import { formatNumber, formatTable } from './report/table.ts'

const PARTS: Readonly<Record<string, BenchPart>> = {
  retrieval: benchRetrieval,
  'ann-recall': benchAnnRecall,
  ingestion: benchIngestion,
  restart: benchRestart,
  overhead: benchOverhead,
  tools: benchTools,
  'slack-load': (context) => benchChatLoad('slack', context),
  'discord-load': (context) => benchChatLoad('discord', context),
  web: benchWeb,
}

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    chunks: { type: 'string', default: '20000' },
    corpus: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', multiple: true, default: Object.keys(PARTS) },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    work: { type: 'string' },
  },
})
const chosen = values.only.flatMap((names) => names.split(','))
for (const name of chosen) {
  if (!(name in PARTS)) throw new Error(`There is no part ${name}. Parts: ${Object.keys(PARTS).join(', ')}.`)
}

const work = values.work === undefined ? await mkdtemp(join(tmpdir(), 'kiku-bench-')) : resolve(values.work)
try {
  await mkdir(work, { recursive: true })
  const seed = Number(values.seed)
  const files = values.corpus.map((file) => resolve(file))
  const corpus = await runJob('prepare-corpus', { work, files, size: Number(values.chunks), seed })
  const kind = files.length === 0 ? 'generated' : `from ${files.length} file(s)`
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryGb: totalmem() / 2 ** 30,
  }
  console.log(
    `${formatNumber(corpus.chunks)} chunks ${kind} (${formatNumber(corpus.characters / corpus.chunks)} characters each), ` +
      `${formatNumber(corpus.queries)} queries. Node ${machine.node}, ${machine.cores} cores of ${machine.cpu}, ` +
      `${formatNumber(machine.memoryGb)} GiB.\n`,
  )
  const context: PartContext = { work, chunks: corpus.chunks, seed, log: (line) => console.error(`… ${line}`) }
  const reports: Record<string, PartReport> = {}
  for (const name of chosen) {
    const report = await PARTS[name]!(context)
    reports[name] = report
    console.log(`## ${name}\n`)
    for (const table of report.tables) console.log(formatTable(table))
  }
  if (values.json !== undefined) {
    const results = Object.fromEntries(Object.entries(reports).map(([name, { figures }]) => [name, figures]))
    await writeFile(values.json, JSON.stringify({ machine, corpus, results }, undefined, 2))
  }
} finally {
  if (values.work === undefined) await rm(work, { recursive: true, force: true })
}
