import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import { readQueries } from '../corpus/corpus.ts'
import { measureWork, residentMegabytes } from '../measure/measure-work.ts'
import { BundledEmbeddings } from './langchain-embeddings.ts'
import { hnswlibFolder } from './prepare-hnswlib.ts'
import type { RestartFigures } from './restart-kiku.ts'

/** Time from loading LangChain's saved store to the first search. */
export async function restartHnswlib({ work }: { readonly work: string }): Promise<RestartFigures> {
  const [query] = await readQueries(work)
  const { result: _found, ...cost } = await measureWork(async () => {
    const store = await HNSWLib.load(hnswlibFolder(work), new BundledEmbeddings())
    return store.similaritySearch(query!.text, 10)
  })
  return { ...cost, residentMb: residentMegabytes() }
}
