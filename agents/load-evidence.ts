import type { Evidence } from '../src/domain/evidence.ts'
import type { IndexHit } from '../src/index/unified-index.ts'
import type { ItemStore } from '../src/ports/store.ts'

/**
 * Turns hits into evidence, in their order. Items that went meanwhile, and items that the readers may not see, are
 * left out: the index filters first, but what reaches a prompt is checked against the record itself.
 */
export async function loadEvidence(
  hits: readonly IndexHit[],
  items: Pick<ItemStore, 'get'>,
  permitted: readonly string[],
): Promise<Evidence[]> {
  const records = new Map((await items.get(hits.map((hit) => hit.key))).map((record) => [record.key, record]))
  return hits.flatMap((hit): Evidence[] => {
    const record = records.get(hit.key)
    if (record === undefined || !permitted.includes(record.audience)) return []
    const { key, namespace, audience, title, text, location, locator, createdAt } = record
    const { score, probability, legs } = hit
    return [{ key, namespace, audience, title, text, location, locator, createdAt, score, probability, legs }]
  })
}
