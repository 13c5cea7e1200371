import { readChunks, readQueries } from '../corpus/corpus.ts'

/** What one may ask to find a text that everybody may read. */
export async function readPublicQuestions(work: string): Promise<readonly string[]> {
  const chunks = await readChunks(work)
  const queries = await readQueries(work)
  return queries.filter(({ answer }) => chunks[answer]?.audience === 'public').map(({ text }) => text)
}
