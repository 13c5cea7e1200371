import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { KikuError } from '../../domain/errors.ts'
import type { FileFacts, FileSystem, ListedEntry } from '../../ports/file-system.ts'
import { createMemoryWatch } from './memory-watch.ts'

export interface MemoryFileSystem extends FileSystem {
  /** Makes or replaces a file and the folders above it. */
  write(path: string, content: string | Uint8Array): void
  /** Makes an empty folder, another one than any that stood there before. */
  makeFolder(path: string): void
  /** Removes a file, or a folder with all that is in it. */
  remove(path: string): void
  /** From now on the file or folder may not be read. */
  forbid(path: string): void
}

type Node = { readonly kind: 'file'; readonly bytes: Uint8Array; readonly identity: string } | Folder
type Folder = { readonly kind: 'folder'; readonly identity: string }

/** A file system without a disk. Paths are absolute and separated by `/`. */
export function createMemoryFileSystem(): MemoryFileSystem {
  const nodes = new Map<string, Node>([['/', { kind: 'folder', identity: '0' }]])
  const forbidden = new Set<string>()
  const watch = createMemoryWatch()
  let lastIdentity = 0
  const nextIdentity = () => String(++lastIdentity)

  function ensureFolder(path: string): void {
    if (nodes.has(path)) return
    ensureFolder(posix.dirname(path))
    nodes.set(path, { kind: 'folder', identity: nextIdentity() })
  }

  function namesIn(folder: string): string[] {
    if (forbidden.has(folder)) throw unreadable(folder)
    const paths = [...nodes.keys()].filter((path) => path !== '/' && posix.dirname(path) === folder)
    return paths.map((path) => posix.basename(path)).sort()
  }

  async function* listBelow(folder: string, signal: AbortSignal): AsyncIterable<ListedEntry> {
    for (const name of namesIn(folder)) {
      signal.throwIfAborted()
      if (name.startsWith('.') || name === 'node_modules') continue
      const path = posix.join(folder, name)
      if (nodes.get(path)?.kind === 'file') yield { kind: 'file', path }
      else if (forbidden.has(path)) yield { kind: 'unreadable', prefix: `${path}/`, message: unreadable(path).message }
      else yield* listBelow(path, signal)
    }
  }

  return {
    write(path, content) {
      ensureFolder(posix.dirname(path))
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content.slice()
      nodes.set(path, { kind: 'file', bytes, identity: nextIdentity() })
      watch.touch(path)
    },
    makeFolder(path) {
      ensureFolder(posix.dirname(path))
      nodes.set(path, { kind: 'folder', identity: nextIdentity() })
    },
    remove(path) {
      for (const [inner, node] of [...nodes]) {
        if (inner !== path && !inner.startsWith(`${path}/`)) continue
        nodes.delete(inner)
        if (node.kind === 'file') watch.touch(inner)
      }
    },
    forbid: (path) => void forbidden.add(path),

    resolve: (location) => posix.resolve('/', location),
    async stat(path): Promise<FileFacts> {
      const node = nodes.get(path)
      if (node === undefined)
        return { kind: nodes.get(posix.dirname(path))?.kind === 'folder' ? 'missing' : 'unreachable' }
      const { kind, identity } = node
      return kind === 'file' ? { kind, identity, byteSize: node.bytes.length } : { kind, identity }
    },
    async *list(folder, signal) {
      if (nodes.get(folder)?.kind !== 'folder' || forbidden.has(folder)) {
        throw new KikuError('source-missing', `The folder ${folder} could not be listed.`)
      }
      yield* listBelow(folder, signal)
    },
    async read(path, { maxBytes }, signal) {
      signal.throwIfAborted()
      const node = nodes.get(path)
      if (node?.kind !== 'file' || forbidden.has(path)) throw unreadable(path)
      if (node.bytes.length > maxBytes) throw new KikuError('document-too-large', `${path} is too large.`)
      return { bytes: node.bytes.slice(), contentHash: createHash('sha256').update(node.bytes).digest('hex') }
    },
    watch: watch.follow,
  }
}

function unreadable(path: string): KikuError {
  return new KikuError('document-unreadable', `${path} could not be read.`)
}
