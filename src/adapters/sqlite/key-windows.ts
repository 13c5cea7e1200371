import type { ItemKey, Page } from '../../ports/store.ts'
import type { Connection } from './connection.ts'

/** Reads of many items as a row of short ones, each over a bounded range of keys. */
export interface KeyWindows {
  /** Visits the ranges (after, last] up to the newest item, or until `visit` says that it has had enough. */
  readWindows(after: ItemKey, size: number, visit: (after: ItemKey, last: ItemKey) => 'more' | 'enough'): Promise<void>
  /** Collects a page from the ranges. */
  readPage<Row>(
    page: Page,
    size: number,
    readWindow: (after: ItemKey, last: ItemKey, most: number) => readonly Row[],
  ): Promise<readonly Row[]>
}

/**
 * Bounding the range and not only the number of rows keeps a read short where thousands of hidden items lie between
 * two visible ones.
 */
export function createKeyWindows({ database, read, breathe }: Connection): KeyWindows {
  const newestKey = database.prepare<[], number | null>('SELECT max(key) FROM items').pluck()

  const readWindows: KeyWindows['readWindows'] = async (start, size, visit) => {
    const newest = await read(() => newestKey.get() ?? 0)
    for (let after = start; after < newest; after += size) {
      if ((await read(() => visit(after, after + size))) === 'enough') return
      await breathe()
    }
  }

  return {
    readWindows,
    async readPage<Row>(
      { after: start, limit }: Page,
      size: number,
      readWindow: (after: ItemKey, last: ItemKey, most: number) => readonly Row[],
    ) {
      const rows: Row[] = []
      if (limit < 1) return rows
      await readWindows(start, size, (after, last) => {
        rows.push(...readWindow(after, last, Math.min(size, limit - rows.length)))
        return rows.length >= limit ? 'enough' : 'more'
      })
      return rows
    },
  }
}
