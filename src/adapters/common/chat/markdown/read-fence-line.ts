import type { Container, LineReading, OpenFence } from './markdown-line.ts'

/**
 * Reads a line while a code fence is open. Only the end of the quote around it ends it early: in lists, models indent
 * fences and their code as it comes.
 */
export function readFenceLine(
  line: string,
  containers: readonly Container[],
  fence: OpenFence,
  isComplete: boolean,
): LineReading | 'more' | 'ended' {
  let at = 0
  for (const container of containers) {
    const spaces = countSpaces(line, at)
    const isOpen = at + spaces === line.length && !isComplete
    if (container.kind === 'quote') {
      if (isOpen) return 'more'
      if (line.charAt(at + spaces) !== '>' || spaces > 3) return 'ended'
      at += spaces + 1
      if (at === line.length && !isComplete) return 'more'
      if (line.charAt(at) === ' ') at += 1
    } else {
      if (isOpen && spaces < container.contentIndent) return 'more'
      at += Math.min(spaces, container.contentIndent)
    }
  }
  const rest = line.slice(at)
  const matched = containers.length
  // A tab before the marks makes it a line of code, and stays.
  const marker = rest.replace(/^ +|[ \t]+$/g, '')
  if (isComplete && marker.length >= fence.length && isRun(marker, fence.character) && countSpaces(rest, 0) < 4) {
    return { matched, opened: [], content: { kind: 'fence-end' } }
  }
  // Lines of nothing but marks may end the fence, or have to be kept from ending it.
  if (!isComplete && /^ *[`~]*[ \t]*$/.test(rest)) return 'more'
  const text = rest.slice(Math.min(countSpaces(rest, 0), fence.indent))
  return { matched, opened: [], content: { kind: 'code', text } }
}

function isRun(text: string, character: string): boolean {
  return text !== '' && [...text].every((each) => each === character)
}

function countSpaces(line: string, from: number): number {
  let at = from
  while (line.charAt(at) === ' ') at += 1
  return at - from
}
