import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import { describeConversations } from './store-contract-conversations.ts'
import { describeDocuments } from './store-contract-documents.ts'
import { describeInbox } from './store-contract-inbox.ts'
import { describeItems } from './store-contract-items.ts'
import { describeLists } from './store-contract-lists.ts'
import { describeLookups } from './store-contract-lookups.ts'
import { describeReplies } from './store-contract-replies.ts'
import { describeRestart } from './store-contract-restart.ts'
import { describeSettings } from './store-contract-settings.ts'
import { describeSources } from './store-contract-sources.ts'
import { describeTurns } from './store-contract-turns.ts'
import { describeVectors } from './store-contract-vectors.ts'

/** One empty store under test, with the way to take it down. */
export interface StoreFixture {
  readonly store: Store
  /** Closes the store and opens the same data again; absent where nothing outlives the process. */
  reopen?(): Promise<Store>
  close(): Promise<void>
}

/** What every `Store` does. `openStore` gives an empty one. */
export function describeStoreContract(name: string, openStore: () => Promise<StoreFixture>): void {
  describe(`${name} as a store`, () => {
    let fixture: StoreFixture
    beforeEach(async () => {
      fixture = await openStore()
    })
    afterEach(async () => {
      await fixture.close()
    })
    const store = () => fixture.store

    describeSources(store)
    describeDocuments(store)
    describeItems(store)
    describeVectors(store)
    describeConversations(store)
    describeTurns(store)
    describeLookups(store)
    describeLists(store)
    describeInbox(store)
    describeReplies(store)
    describeSettings(store)
    describeRestart(() => fixture)
  })
}
