import { openBundledEmbedder } from '../../src/compose/open-bundled-embedder.ts'
import { joinKeyText } from '../../src/index/join-key-text.ts'
import { writeCorpus } from '../corpus/corpus.ts'
import { type CorpusOptions, loadCorpus } from '../corpus/load-corpus.ts'
import { writeVectors } from '../corpus/vectors.ts'
import { measureWork } from '../measure/measure-work.ts'

/** Writes the corpus of a run and its vectors into the work folder. */
export async function prepareCorpus({ work, ...options }: CorpusOptions & { readonly work: string }): Promise<{
  readonly chunks: number
  readonly queries: number
  readonly characters: number
  readonly dimension: number
  readonly embedMs: number
}> {
  const corpus = await loadCorpus(options)
  await writeCorpus(work, corpus)
  const embedder = openBundledEmbedder()
  const texts = corpus.chunks.map(({ title, text }) => joinKeyText(title, text))
  const { signal } = new AbortController()
  const { ms, result } = await measureWork(() => embedder.embed(texts, { task: 'qa', side: 'key' }, signal))
  await writeVectors(work, result)
  return {
    chunks: corpus.chunks.length,
    queries: corpus.queries.length,
    characters: corpus.chunks.reduce((sum, { text }) => sum + text.length, 0),
    dimension: embedder.dimension,
    embedMs: ms,
  }
}
