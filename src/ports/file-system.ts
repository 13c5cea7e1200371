/** What a path leads to. */
export type FileFacts =
  | { readonly kind: 'file'; readonly byteSize: number; readonly identity: string }
  | { readonly kind: 'folder'; readonly identity: string }
  /** A symbolic link that is not followed, a device, a pipe. */
  | { readonly kind: 'other' }
  /** Not there, although the folder that would hold it is. */
  | { readonly kind: 'missing' }
  /** Not there, and neither is its folder: deleted as a whole, or a drive that is not mounted. */
  | { readonly kind: 'unreachable' }

export type ListedEntry =
  | { readonly kind: 'file'; readonly path: string }
  /** A folder that could not be listed. Whatever path starts with the prefix may still be there. */
  | { readonly kind: 'unreadable'; readonly prefix: string; readonly message: string }

export interface FileContent {
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, in hex. */
  readonly contentHash: string
}

/** Links inside a folder are never followed, since they may lead out of it; a path that a person typed is. */
export interface LinkPolicy {
  readonly followLinks: boolean
}

export interface ReadOptions extends LinkPolicy {
  readonly maxBytes: number
}

export interface WatchTarget {
  readonly path: string
  readonly kind: 'file' | 'folder'
}

export type WatchEvent =
  /** Changes from here on are seen. Comes first, once. */
  | { readonly kind: 'ready' }
  /** Paths under a target that appeared, changed or vanished, each once, in order of name. */
  | { readonly kind: 'changed'; readonly target: string; readonly paths: readonly string[] }
  /** More changed than is worth listing: look at the whole target. */
  | { readonly kind: 'overflowed'; readonly target: string }

/** Files of the machine that Kiku runs on. */
export interface FileSystem {
  /** The absolute path of what a person typed, also of a `file:` URL. */
  resolve(location: string): string
  /** @throws KikuError `document-unreadable` where even looking is not permitted */
  stat(path: string, options: LinkPolicy): Promise<FileFacts>
  /**
   * All files below a folder, depth first in order of name; hidden files, links, caches and leftovers of editors are
   * left out.
   * @throws KikuError `source-missing` when the folder itself cannot be listed
   */
  list(folder: string, signal: AbortSignal): AsyncIterable<ListedEntry>
  /** @throws KikuError `document-unreadable`, `document-too-large` */
  read(path: string, options: ReadOptions, signal: AbortSignal): Promise<FileContent>
  /**
   * Changes of files that `list` would name and `accepts` takes, gathered while the loop body runs, until the signal
   * aborts. Ends without an error then.
   * @throws KikuError `internal` when the system cannot watch so many files
   */
  watch(
    targets: readonly WatchTarget[],
    accepts: (path: string) => boolean,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent>
}
