import { indentOf } from './scan-fence.ts'

const QUOTE = /^(?: {0,3}> ?)*/

/** Takes spaces from the lines that have them, up to the first that has fewer. */
export function dedent(text: string, spaces: number): string {
  if (spaces === 0) return text
  const lines = text.split('\n')
  const isIndented = (line: string) => line.trim() === '' || indentOf(line.replace(QUOTE, '')) >= spaces
  const end = lines.findIndex((line, index) => index > 0 && !isIndented(line))
  const count = end < 0 ? lines.length : end
  return lines.map((line, index) => (index < count ? removeIndent(line, spaces) : line)).join('\n')
}

function removeIndent(line: string, spaces: number): string {
  const quote = QUOTE.exec(line)?.[0] ?? ''
  const inside = line.slice(quote.length)
  return quote + inside.slice(Math.min(spaces, indentOf(inside)))
}
