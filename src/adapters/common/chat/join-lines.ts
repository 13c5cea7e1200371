import { isJapanese } from './characters.ts'

/** Ends of sentences and headings, behind which a line was hardly broken for want of room. */
const ENDED = /^[。！？：」』）】〉》…・]$/u
/** What begins a point of a list that is written without Markdown. */
const POINT = /^[・※〇○●◎□■◇◆△▲▽▼☆★→⇒（【〔]$/u

/**
 * Whether a line that was merely wrapped goes on without a space in the next, as in Japanese. Where the break means
 * something it stays: behind a sentence, and before a point of a list.
 * @param last character of the line. @param first of the next
 */
export function joinsLines(last: string, first: string): boolean {
  return isJapanese(last) && isJapanese(first) && !ENDED.test(last) && !POINT.test(first)
}
