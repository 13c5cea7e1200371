import type { Audience } from '../../src/domain/audience.ts'
import type { IndexSearcher } from '../../src/index/unified-index.ts'
import type { DocumentStore, ItemRecord, ItemStore, SourceStore } from '../../src/ports/store.ts'
import { permittedItems } from './permitted-items.ts'

/** Hits that are looked at for one of the document. */
const CANDIDATES = 50

export interface LocationPorts {
  readonly searcher: IndexSearcher
  readonly items: Pick<ItemStore, 'get'>
  readonly sources: Pick<SourceStore, 'list'>
  readonly documents: Pick<DocumentStore, 'find'>
}

export interface LocationRequest {
  readonly location?: string | undefined
  /** Words to find the place; the document's title where there are none. */
  readonly about?: string | undefined
  readonly audience: Audience
}

/** @returns passages of the document, the likeliest first; none where the readers may not read it */
export type FindByLocation = (request: LocationRequest, signal: AbortSignal) => Promise<readonly ItemRecord[]>

/** Finds passages by the address of their document. The store has no such list, so the index is asked for its title. */
export function createFindByLocation({ searcher, items, sources, documents }: LocationPorts): FindByLocation {
  async function findTitle(location: string, audience: Audience): Promise<string | undefined> {
    for (const source of await sources.list()) {
      if (!audience.labels.includes(source.audience)) continue
      const document = await documents.find(source.id, location)
      if (document !== undefined) return document.title
    }
    return undefined
  }

  return async ({ location, about, audience }, signal) => {
    if (location === undefined) return []
    const title = await findTitle(location, audience)
    if (title === undefined) return []
    const name = location.split(/[/\\]/).at(-1) ?? ''
    const texts = [about, title, name].filter((text) => text !== undefined && text !== '')
    const query = {
      task: 'qa',
      text: texts.join(' '),
      audience: audience.labels,
      limit: CANDIDATES,
      keepsCopies: true,
    } as const
    const hits = await searcher.search(query, signal)
    const records = await items.get(hits.map(({ key }) => key))
    return permittedItems(records, audience).filter((record) => record.location === location)
  }
}
