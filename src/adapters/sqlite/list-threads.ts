import type { ThreadFilter } from '../../ports/store.ts'
import type { Connection } from './connection.ts'
import type { createThreadTable } from './thread-rows.ts'

const THREADS_PER_WINDOW = 2_000

/** Lists ids of threads, page by page, in short reads. */
export function createThreadLister(
  { read, breathe }: Connection,
  threads: ReturnType<typeof createThreadTable>,
): (of: ThreadFilter, page: { readonly after: string; readonly limit: number }) => Promise<readonly string[]> {
  /** Every thread is asked for the author: far more are looked at than returned, hence the windows. */
  async function listOfAuthor(authorId: string, after: string, limit: number): Promise<readonly string[]> {
    const ids: string[] = []
    for (let last: string | undefined = after; last !== undefined && ids.length < limit; ) {
      const start: string = last
      const window = await read(() => threads.listWithAuthor.all(authorId, start, THREADS_PER_WINDOW))
      ids.push(...window.filter(({ written }) => written === 1).map(({ id }) => id))
      last = window.length < THREADS_PER_WINDOW ? undefined : window.at(-1)?.id
      await breathe()
    }
    return ids.slice(0, limit)
  }

  return async (of, { after, limit }) => {
    if (limit < 1) return []
    switch (of.kind) {
      case 'channel': {
        const { surface, workspace, channel } = of
        return read(() => threads.listOfChannel.all(surface, workspace, channel, after, limit))
      }
      case 'author':
        return listOfAuthor(of.authorId, after, limit)
    }
  }
}
