import { z } from 'zod'
import type { Library } from './library.ts'
import type { FetchProgress, WorkerRequest } from './worker-messages.ts'

/** Has the library download a model, and load it once to see that it is whole. Files that are there already stay. */
export async function fetchFromHub(
  library: Library,
  { modelId, modelsFolder, precision, hubUrl }: Extract<WorkerRequest, { kind: 'fetch' }>,
  onProgress: (progress: FetchProgress) => void,
): Promise<void> {
  library.env.allowRemoteModels = true
  library.env.allowLocalModels = false
  if (hubUrl !== undefined) library.env.remoteHost = hubUrl
  const options = {
    cache_dir: modelsFolder,
    progress_callback: (event: unknown) => {
      const parsed = progressSchema.safeParse(event)
      if (!parsed.success) return
      const { file, loaded, total } = parsed.data
      onProgress({ file, loadedBytes: loaded, totalBytes: total })
    },
  }
  await library.AutoTokenizer.from_pretrained(modelId, options)
  await library.AutoModel.from_pretrained(modelId, { ...options, dtype: precision, device: 'cpu' })
}

// https://huggingface.co/docs/transformers.js/api/utils/core (ProgressStatusInfo)
const progressSchema = z.object({
  status: z.literal('progress'),
  file: z.string(),
  loaded: z.number().nonnegative().catch(0),
  total: z.number().nonnegative().catch(0),
})
