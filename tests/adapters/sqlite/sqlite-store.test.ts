import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import { describeStoreContract } from '../../contracts/store-contract.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

describeStoreContract('the SQLite store', async () => {
  const { folder, remove } = await createTemporaryFolder()
  let store = await openSqliteStore({ folder, mode: 'write' })
  return {
    store,
    async reopen() {
      await store.close()
      store = await openSqliteStore({ folder, mode: 'write' })
      return store
    },
    async close() {
      await store.close()
      await remove()
    },
  }
})
