import { join } from 'node:path'
import { DirectoryLoader } from '@langchain/classic/document_loaders/fs/directory'
import { TextLoader } from '@langchain/classic/document_loaders/fs/text'
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters'
import { measureWork, residentMegabytes, type WorkCost } from '../measure/measure-work.ts'
import { BundledEmbeddings } from './langchain-embeddings.ts'
import { openBenchKiku } from './open-bench-kiku.ts'

export interface IngestJob {
  readonly work: string
  readonly folder: string
  /** Name of the folder, within the work folder, that the data goes to. */
  readonly into: string
}

export interface IngestFigures extends WorkCost {
  readonly chunks: number
  readonly residentMb: number
}

/** Reads the folder with Kiku: every chunk stored, embedded and findable. */
export async function ingestWithKiku({ work, folder, into }: IngestJob): Promise<IngestFigures> {
  const { signal } = new AbortController()
  const kiku = await openBenchKiku(join(work, into), signal)
  const { result: report, ...cost } = await measureWork(() =>
    kiku.ingest({ locations: [folder], audience: 'public' }, () => {}, signal),
  )
  if (report.failures.length > 0) throw new Error(report.failures[0]!.message)
  const residentMb = residentMegabytes()
  await kiku.close()
  return { ...cost, chunks: report.chunks, residentMb }
}

/** LangChain's default chunk is 1,000 characters; Kiku's 320 tokens are about as much English. */
const CHUNK_CHARACTERS = 1_000
const OVERLAP = 120

/** Reads the folder with LangChain's loader, splitter and HNSWLib store, and saves the store. */
export async function ingestWithLangchain({ work, folder, into }: IngestJob): Promise<IngestFigures> {
  const { result: chunks, ...cost } = await measureWork(async () => {
    const loader = new DirectoryLoader(folder, { '.md': (path) => new TextLoader(path) })
    const splitter = new RecursiveCharacterTextSplitter({ chunkSize: CHUNK_CHARACTERS, chunkOverlap: OVERLAP })
    const documents = await splitter.splitDocuments(await loader.load())
    const store = new HNSWLib(new BundledEmbeddings(), { space: 'cosine' })
    await store.addDocuments(documents)
    await store.save(join(work, into))
    return documents.length
  })
  return { ...cost, chunks, residentMb: residentMegabytes() }
}
