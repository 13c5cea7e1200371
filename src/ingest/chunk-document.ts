import type { Chunk } from '../domain/document.ts'
import type { Clock } from '../ports/clock.ts'
import type { LoadedDocument } from '../ports/document-loader.ts'
import type { Pace } from './pace.ts'
import { iterateChunks, type SplitOptions } from './split-document.ts'

const SLICE_MS = 10

/** Splits a document of any length into chunks without holding up the event loop. */
export async function chunkDocument(
  document: LoadedDocument,
  options: SplitOptions,
  { clock, pace, signal }: { readonly clock: Clock; readonly pace: Pace; readonly signal: AbortSignal },
): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = []
  await pace()
  let sliceEnd = clock.elapsed() + SLICE_MS
  for (const chunk of iterateChunks(document, options)) {
    chunks.push(chunk)
    if (clock.elapsed() < sliceEnd) continue
    await pace()
    signal.throwIfAborted()
    sliceEnd = clock.elapsed() + SLICE_MS
  }
  return chunks
}
