import type { WrittenContainer } from './block-writer.ts'
import type { Container, Item } from './markdown-line.ts'

/** The mark of a list item: items after the first count on, whatever their own number is. */
export function markOf(source: Item, replaced: WrittenContainer | undefined): string {
  if (source.number === undefined) return '- '
  const earlier = replaced === undefined ? Number.NaN : Number.parseInt(replaced.mark, 10)
  return `${Number.isNaN(earlier) ? source.number : earlier + 1}. `
}

/** Whether an item follows one of the other kind: numbers behind points, or points behind numbers. */
export function isOtherList(before: Container | undefined, next: Container | undefined): boolean {
  if (before?.kind !== 'item' || next?.kind !== 'item') return false
  return (before.number === undefined) !== (next.number === undefined)
}
