import type { Locator } from '../../src/domain/document.ts'
import type { ItemRecord } from '../../src/ports/store.ts'

/** A passage with what is needed to cite it and to open it. Text longer than `mostCharacters` is cut. */
export function renderItem(record: ItemRecord, mostCharacters = Number.POSITIVE_INFINITY): string {
  const { key, title, text, location, locator } = record
  const place = [location, renderLocator(locator)].filter((part) => part !== '').join(' ')
  return `[item ${key}] ${title}\n${place}\n${cutText(text, mostCharacters)}`
}

/** Cuts at a character, not in the middle of one, and says so. */
export function cutText(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text
  return `${text.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, '')} …`
}

function renderLocator({ page, line, row }: Locator): string {
  if (page !== undefined) return `p. ${page}`
  if (line !== undefined) return `l. ${line}`
  return row === undefined ? '' : `row ${row}`
}
