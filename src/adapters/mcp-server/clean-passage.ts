import { cutText } from '../common/chat/characters.ts'
import { createTextCleaner } from '../common/chat/clean-text.ts'

/** Finding the ends of characters takes more than proportionally long, so that is done where the cut falls only. */
const WINDOW = 256

/** Text of a document or a model for a client: without what is not seen and deceives, of at most so many characters. */
export function cleanPassage(text: string, most: number): string {
  const cleaner = createTextCleaner()
  // Of what is cut away little need be cleaned; nothing that is removed makes a text longer.
  const cleaned = `${cleaner.push(text.slice(0, most * 2 + 64))}${cleaner.end()}`.trim()
  return cutLongText(cleaned, most)
}

/** As `cutText`, for texts of many thousand characters. */
export function cutLongText(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = Math.max(0, most - WINDOW)
  return text.slice(0, kept) + cutText(text.slice(kept, most + WINDOW), most - kept)
}
