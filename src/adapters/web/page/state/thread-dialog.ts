import type { ThreadSummaryView } from '../../api/schemas/conversations.ts'
import { createStore } from './store.ts'

/** What is asked about a conversation. It outlives the list, which moves into a drawer where a window becomes narrow. */
export interface ThreadDialogState {
  readonly kind: 'rename' | 'remove'
  readonly thread: ThreadSummaryView
}

export const threadDialogStore = createStore<ThreadDialogState | undefined>(undefined)
