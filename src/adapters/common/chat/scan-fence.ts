import { type ScannedFence, type ScannedLine, WORTH } from './scanned-line.ts'

const OPENING = /^(?:[-*+] +|\d{1,9}[.)] +)?(`{3,}(?=[^`]*$)|~{3,})\s*([\w+#.-]{0,30})/
/** The line below the head of a table that is written as code. */
const RULE = /^-[-+]*-\+-[-+]*$/
const MOST_HEAD_LINES = 8
const LONGEST_HEAD = 2000

/** Follows the lines of a code fence. */
export interface FenceScanner {
  /** @returns what a cut before the line is worth, and whether the fence ends with it */
  take(line: string): { readonly worth: number; readonly fence: ScannedFence; readonly isEnd: boolean }
  readonly depth: number
}

/** @param rest the line that may open a fence, without quote markers and indentation */
export function openFence(
  rest: string,
  { quote, indent }: Pick<ScannedLine, 'quote' | 'indent'>,
): FenceScanner | undefined {
  const opening = OPENING.exec(rest)
  if (opening === null) return undefined
  let fence: ScannedFence = { quote, indent, mark: opening[1] ?? '```', language: opening[2] ?? '', head: '' }
  let top = ''
  let lines = 0
  let wasRule = false
  let wasBlank = false
  return {
    depth: depthOf(quote),
    take(line) {
      const rest = line.trim()
      const isEnd = rest.startsWith(fence.mark) && /^[`~]+$/.test(rest)
      // The fence keeps what heads it, a table its first row.
      const isTied = isEnd || lines === 0 || (fence.head !== '' && wasRule)
      const worth = isTied ? WORTH.none : wasBlank ? WORTH.codeBlock : WORTH.line
      wasRule = false
      if (fence.head === '' && lines < MOST_HEAD_LINES && top.length + line.length < LONGEST_HEAD) {
        top += `${line.slice(Math.min(indentOf(line), fence.indent))}\n`
        if (lines > 0 && RULE.test(rest)) {
          fence = { ...fence, head: top }
          wasRule = true
        }
      }
      lines += 1
      wasBlank = rest === ''
      return { worth, fence, isEnd }
    },
  }
}

export function depthOf(quote: string): number {
  return quote.replace(/[^>]/g, '').length
}

export function indentOf(line: string): number {
  return line.search(/\S|$/)
}
