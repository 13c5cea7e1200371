import type { IngestFigures } from '../jobs/ingest-folder.ts'
import { runJob } from '../jobs/run-job.ts'
import { formatNumber } from '../report/table.ts'
import type { PartContext, PartReport } from './part.ts'

/** Chunks of the corpus that are read: LangChain's store takes a millisecond and more for each. */
const MOST_CHUNKS = 20_000

/** Reading a folder of Markdown: load, split, embed, store, index. */
export async function benchIngestion({ work, log }: PartContext): Promise<PartReport> {
  const written = await runJob('write-folder', { work, name: 'markdown', most: MOST_CHUNKS })
  const { folder, files, bytes } = written
  log('reading a folder with Kiku')
  const kiku = await runJob('ingest-with-kiku', { work, folder, into: 'kiku-ingested' })
  log('reading it with LangChain')
  const langchain = await runJob('ingest-with-langchain', { work, folder, into: 'langchain-ingested' })
  const row = (name: string, one: IngestFigures): (string | number)[] => {
    const seconds = one.ms / 1_000
    const rate = [one.chunks / seconds, bytes / 1e6 / seconds]
    return [name, one.chunks, seconds, ...rate, one.cpuMs / 1_000, one.longestBlockMs, one.residentMb]
  }
  return {
    figures: { written, kiku, langchain },
    tables: [
      {
        title: `Reading ${formatNumber(files)} Markdown files, ${formatNumber(bytes / 1e6)} MB`,
        columns: ['', 'chunks', 'seconds', 'chunks/s', 'MB/s', 'CPU s', 'longest block ms', 'resident MB'],
        rows: [
          row('Kiku: durable, BM25 and vectors', kiku),
          row('LangChain: DirectoryLoader, splitter, HNSWLib, saved at the end', langchain),
        ],
      },
    ],
  }
}
