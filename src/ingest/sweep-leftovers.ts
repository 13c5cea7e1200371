import type { Store } from '../ports/store.ts'
import { yieldToEvents } from './yield-to-events.ts'

const ROWS_PER_SLICE = 500

/** Deletes retired revisions and abandoned drafts, in slices between which others have their turn. */
export async function sweepLeftovers(store: Store, signal: AbortSignal): Promise<void> {
  while ((await store.documents.sweep(ROWS_PER_SLICE)) > 0) {
    signal.throwIfAborted()
    await yieldToEvents()
  }
}
