import { toKikuError } from '../domain/errors.ts'
import type { Namespace } from '../domain/task.ts'
import type { ItemKey } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { Passage } from './compare-passages.ts'
import { dropNearDuplicates, type Likeness } from './drop-near-duplicates.ts'

/** Reads titles and texts of items; those that are gone are left out. */
export type PassageReader = (keys: readonly ItemKey[]) => Promise<readonly (Passage & { readonly key: ItemKey })[]>

/** Candidates looked at beyond those wanted, so that a few copies cost no second look. */
const SPARE = 2

/** Tools that resemble each other do different things; only one that is offered twice is the same. */
const LIKENESS: Readonly<Record<Namespace, Likeness>> = {
  knowledge: 'near',
  history: 'prose',
  tool: 'equal',
  example: 'equal',
}

/**
 * The best `most` of a ranking without those that say the same as a better one. Works on keys, behind which the content
 * never changes, so that nothing can be mistaken for something else while the texts are read.
 */
export async function dropCopies<T extends { readonly key: ItemKey }>(
  ranking: readonly T[],
  most: number,
  { namespace, readPassages, telemetry }: CopyParts,
): Promise<readonly T[]> {
  if (readPassages === undefined || ranking.length < 2) return ranking.slice(0, most)
  const passages = new Map<ItemKey, Passage>()
  try {
    for (let end = most + SPARE; ; end *= 2) {
      const window = ranking.slice(0, end)
      const unread = window.slice(passages.size).map(({ key }) => key)
      // A key that is gone has its place all the same, so that none is asked for twice.
      for (const key of unread) passages.set(key, { title: '', text: '' })
      for (const passage of await readPassages(unread)) passages.set(passage.key, passage)
      const distinct = dropNearDuplicates(window, ({ key }) => presentPassage(passages.get(key)), LIKENESS[namespace])
      if (distinct.length >= most || end >= ranking.length) return distinct.slice(0, most)
    }
  } catch (error) {
    telemetry.warn('copies-not-dropped', { reason: toKikuError(error).code })
    return ranking.slice(0, most)
  }
}

export interface CopyParts {
  readonly namespace: Namespace
  /** Without it nothing is dropped. */
  readonly readPassages: PassageReader | undefined
  readonly telemetry: Telemetry
}

function presentPassage(passage: Passage | undefined): Passage | undefined {
  return passage === undefined || passage.text === '' ? undefined : passage
}
