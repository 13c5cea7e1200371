import { KikuError } from '../domain/errors.ts'
import type { SourceSummary } from '../ports/store.ts'
import type { IngestPorts } from './ingestor.ts'
import { isWebAddress, normaliseAddress } from './propose-sources.ts'

/**
 * The sources that a person means by ids or locations: all of them when nothing is named.
 * @throws KikuError `source-missing`
 */
export async function findSources(which: readonly string[], ports: IngestPorts): Promise<readonly SourceSummary[]> {
  const all = await ports.store.sources.list()
  if (which.length === 0) return all
  const wanted = new Set<SourceSummary>()
  for (const name of which) {
    const location = isWebAddress(name) ? normaliseAddress(name) : ports.files.resolve(name)
    const found = all.filter((source) => source.id === name || source.location === name || source.location === location)
    if (found.length === 0) {
      throw new KikuError('source-missing', `No source is called "${name.slice(0, 200)}".`, {
        remedy: 'Run kiku sources list to see what there is.',
      })
    }
    for (const source of found) wanted.add(source)
  }
  return [...wanted]
}
