import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { describeStoreContract } from '../../contracts/store-contract.ts'

describeStoreContract('the memory store', async () => {
  const store = createMemoryStore()
  return { store, close: () => store.close() }
})
