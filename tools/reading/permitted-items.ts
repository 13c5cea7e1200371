import type { Audience } from '../../src/domain/audience.ts'
import type { Namespace } from '../../src/domain/task.ts'
import type { ItemRecord } from '../../src/ports/store.ts'

/** What tools may show of the index: documents and conversations. The tools' own entries are no reading matter. */
const READABLE: ReadonlySet<Namespace> = new Set<Namespace>(['knowledge', 'history'])

/**
 * Leaves out what not every reader of the reply may read. The index filters as well, but what leaves a tool is checked
 * against the record itself.
 */
export function permittedItems(records: readonly ItemRecord[], audience: Audience): readonly ItemRecord[] {
  return records.filter((record) => READABLE.has(record.namespace) && audience.labels.includes(record.audience))
}
