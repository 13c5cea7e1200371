/**
 * What a child process can be told to do. Loaded one by one, so that no candidate's libraries count in the memory of
 * another.
 */
export const JOBS = {
  'prepare-corpus': async () => (await import('./prepare-corpus.ts')).prepareCorpus,
  'prepare-kiku': async () => (await import('./prepare-kiku.ts')).prepareKiku,
  'prepare-hnswlib': async () => (await import('./prepare-hnswlib.ts')).prepareHnswlib,
  'search-kiku': async () => (await import('./search-kiku.ts')).searchKiku,
  'search-vector-store': async () => (await import('./search-vector-store.ts')).searchVectorStore,
  'search-text-engine': async () => (await import('./search-text-engine.ts')).searchTextEngine,
  'restart-kiku': async () => (await import('./restart-kiku.ts')).restartKiku,
  'restart-hnswlib': async () => (await import('./restart-hnswlib.ts')).restartHnswlib,
  'write-folder': async () => (await import('./write-folder.ts')).writeFolder,
  'ingest-with-kiku': async () => (await import('./ingest-folder.ts')).ingestWithKiku,
  'ingest-with-langchain': async () => (await import('./ingest-folder.ts')).ingestWithLangchain,
  'measure-overhead': async () => (await import('./measure-overhead.ts')).measureOverhead,
  'chat-bare': async () => (await import('./chat-bare.ts')).answerChatLoadBarely,
  'chat-load': async () => (await import('./chat-load.ts')).answerChatLoad,
  'chat-memory': async () => (await import('./chat-memory.ts')).weighChatTalk,
  'search-tools': async () => (await import('./search-tools.ts')).searchTools,
  'measure-ann': async () => (await import('./measure-ann.ts')).measureAnn,
} as const

type Jobs = typeof JOBS
export type JobName = keyof Jobs
type Job<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>
export type JobInput<Name extends JobName> = Parameters<Job<Name>>[0]
export type JobOutput<Name extends JobName> = Awaited<ReturnType<Job<Name>>>

export interface JobMessage {
  readonly name: JobName
  readonly input: unknown
}
export type JobReply =
  | { readonly kind: 'done'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly message: string }
