import { createMemoryFileSystem } from '../../../src/adapters/memory/memory-file-system.ts'
import { describeFileSystem } from '../../contracts/file-system-contract.ts'

describeFileSystem('memory', async () => {
  const files = createMemoryFileSystem()
  files.makeFolder('/root')
  const path = (...names: string[]) => ['/root', ...names].join('/')
  return {
    files,
    root: '/root',
    path,
    write: async (name, content) => files.write(path(name), content),
    makeFolder: async (name) => files.makeFolder(path(name)),
    remove: async (name) => files.remove(path(name)),
    close: async () => {},
  }
})
