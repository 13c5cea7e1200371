import type { Audience } from '../domain/audience.ts'
import type { InsightReport } from '../ports/insight.ts'
import type { ItemRecord, SourceSummary } from '../ports/store.ts'
import type { CitedPlace } from './cited-place.ts'
import type { InsightPorts } from './insight-ports.ts'

type CitedSource = InsightReport['sources'][number]

/** The documents behind citations that are still there and that the audience may read, with titles as they are now. */
export async function findCitedDocuments(
  places: readonly CitedPlace[],
  audience: Audience,
  ports: InsightPorts,
): Promise<readonly CitedSource[]> {
  const records = await ports.items.get(places.flatMap(({ keys }) => keys))
  const byLocation = new Map(records.filter((record) => isOpen(record, audience)).map((one) => [one.location, one]))
  const sources = (await ports.sources.list()).filter((source) => audience.labels.includes(source.audience))
  const found: CitedSource[] = []
  for (const { location, citations } of places) {
    const record = byLocation.get(location)
    const title = record === undefined ? await findTitle(location, sources, ports) : titleOf(record)
    if (title !== undefined) found.push({ location, title, citations })
  }
  return found
}

/** A passage of a document; what people said in threads is no source. */
function isOpen({ audience: label, namespace, documentId }: ItemRecord, { labels }: Audience): boolean {
  return namespace === 'knowledge' && documentId !== null && labels.includes(label)
}

/** Passages are replaced when their document changes, so that those cited are gone while the document is not. */
async function findTitle(
  location: string,
  sources: readonly SourceSummary[],
  { documents }: InsightPorts,
): Promise<string | undefined> {
  for (const source of sources) {
    if (!location.startsWith(source.location)) continue
    const document = await documents.find(source.id, location)
    if (document !== undefined) return document.title
  }
  return undefined
}

/** That of the document: the passage's without the headings that it stands under. */
function titleOf({ title, locator }: ItemRecord): string {
  const headings = (locator.headings ?? []).map((heading) => ` › ${heading}`).join('')
  return headings !== '' && title.endsWith(headings) ? title.slice(0, -headings.length) : title
}
