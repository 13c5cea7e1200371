import type { Store } from '../../ports/store.ts'
import { createMemoryConversations } from './memory-store-conversations.ts'
import { createMemoryDocuments } from './memory-store-documents.ts'
import { createMemoryInbox } from './memory-store-inbox.ts'
import { createItemTable } from './memory-store-item-table.ts'
import { createMemoryItems } from './memory-store-items.ts'
import { createMemoryReplies } from './memory-store-replies.ts'
import { createMemorySettings } from './memory-store-settings.ts'
import { createMemoryVectors } from './memory-store-vectors.ts'

/** A store that lasts as long as the process: for evaluations, tests and trying things out. Never fails. */
export function createMemoryStore(): Store {
  const table = createItemTable()
  return {
    ...createMemoryDocuments(table),
    items: createMemoryItems(table),
    vectors: createMemoryVectors(table),
    conversations: createMemoryConversations(table),
    inbox: createMemoryInbox(),
    replies: createMemoryReplies(),
    settings: createMemorySettings(),
    async close() {},
  }
}
