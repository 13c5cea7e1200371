import type { Locator } from '../../../domain/document.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { cleanLine } from '../../common/chat/clean-text.ts'

const MOST_CHARACTERS = 300

/** Title of a passage on one line. */
export function cleanTitle(title: string): string {
  return cleanLine(title, MOST_CHARACTERS)
}

/** Where in its document a passage stands, such as 'page 3'; empty where nothing is known. */
export function nameSpot(location: string, { page, row, line }: Locator, words: ChatWords): string {
  if (page !== undefined) return /\.(?:pptx|odp)$/i.test(location) ? words.slide(page) : words.page(page)
  if (row !== undefined) return words.row(row)
  return line === undefined ? '' : words.line(line)
}

/** `Handbook › Start (start.md, line 3)`. */
export function joinPlace({
  title,
  location,
  place,
}: {
  readonly title: string
  readonly location: string
  readonly place: string
}): string {
  const whole = place === '' ? location : `${location}, ${place}`
  return title === '' || title === location ? whole : `${title} (${whole})`
}
