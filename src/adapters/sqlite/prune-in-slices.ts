import type { Connection } from './connection.ts'

const ROWS_PER_SLICE = 1_000

/**
 * Deletes up to `limit` rows in slices, so that nothing else waits long.
 * @param prune deletes up to so many rows. @returns how many went
 */
export async function pruneInSlices(
  { write, breathe }: Connection,
  limit: number,
  prune: (most: number) => { readonly changes: number },
): Promise<number> {
  let gone = 0
  while (gone < limit) {
    const most = Math.min(limit - gone, ROWS_PER_SLICE)
    const { changes } = await write(() => prune(most))
    gone += changes
    if (changes < most) break
    await breathe()
  }
  return gone
}
