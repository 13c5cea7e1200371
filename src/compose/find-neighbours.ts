import { terminalAudience } from '../domain/audience.ts'
import type { UnifiedIndex } from '../index/create-unified-index.ts'
import type { Neighbour, Neighbourhood, NeighbourRequest } from '../kiku.ts'
import type { ItemStore } from '../ports/store.ts'
import type { OpenEmbedder } from './open-embedder.ts'

/**
 * The nearest passages of a text, for the person at the terminal. As in a search the index filters first, and what is shown
 * is checked against the record itself.
 * @throws KikuError why the embedder cannot be used
 */
export async function findNeighbours(
  { index, items, embedder: opened }: NeighbourParts,
  { audience: granted, ...request }: NeighbourRequest,
  signal: AbortSignal,
): Promise<Neighbourhood> {
  const isAbsent = opened.error !== undefined && index.serving() === opened.embedder
  if (isAbsent) throw opened.error
  const audience = terminalAudience(granted).labels
  const { embedder, vector, hits } = await index.findNearest({ ...request, audience }, signal)
  const records = new Map((await items.get(hits.map(({ key }) => key))).map((record) => [record.key, record]))
  const neighbours = hits.flatMap(({ key, ...ranks }): Neighbour[] => {
    const record = records.get(key)
    if (record === undefined || !audience.includes(record.audience)) return []
    const { title, location, locator, text, namespace } = record
    return [{ title, location, locator, text, namespace, audience: record.audience, ...ranks }]
  })
  const { id, preset, dimension } = embedder
  return { embedder: { id, preset, dimension }, vector, neighbours }
}

export interface NeighbourParts {
  readonly index: Pick<UnifiedIndex, 'serving' | 'findNearest'>
  readonly items: Pick<ItemStore, 'get'>
  readonly embedder: OpenEmbedder
}
