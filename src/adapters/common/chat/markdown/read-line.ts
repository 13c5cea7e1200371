import { ZERO_WIDTH_SPACE } from '../characters.ts'
import type { Container, Item, LineContent, LineContext, LineReading } from './markdown-line.ts'
import { readFenceLine } from './read-fence-line.ts'

const MOST_CONTAINERS = 16
const BREAK = /^([-*_])[ ]*(?:\1[ ]*){2,}$/
const BEGUN_BREAK = /^([-*_])(?:[ ]*\1)*[ ]*$/
const UNDERLINE = /^(?:=+|-+) *$/
const FENCE = /^(`{3,})([^`]*)$|^(~{3,})(.*)$/
const BEGUN_FENCE = /^(?:`{1,2}|~{1,2}|`{3,}[^`]*|~{3,}.*)$/
/** What is text only because it is indented so far. */
const MARK = /^[#>`~|+*\d-]/
const HEADING = /^(#{1,6})(?: +|$)/
const MARKER = /^([-+*]|(\d{1,9})[.)])( +|$)/
/** In lists, models indent these as it comes. */
const BLOCK_IN_LIST = /^(?:[-+*] |\d{1,9}[.)] |`{3}|~{3})/
const BEGUN_IN_LIST = /^(?:[-+*]|\d{1,9}[.)]?|`{1,2}|~{1,2})$/
const BEGUN_MARKER = /^(?:[-+*]|\d{1,9}[.)]?|(?:[-+*]|\d{1,9}[.)]) +)$/
const DELIMITER = /^ *\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$/
const BEGUN_DELIMITER = /^[-:| ]*$/
const TASK = /^\[([ xX])\] /
const BEGUN_TASK = /^\[(?:[ xX](?:\]? ?)?)?$/

/**
 * Says what a line is, by the rules of https://spec.commonmark.org/0.31.2, more lenient with the indentation in lists.
 * @param line what is there of it, tabs replaced by spaces
 * @returns `more` when its next characters decide, `whole` when only its end does
 */
export function readLine(line: string, context: LineContext, isComplete: boolean): LineReading | 'more' | 'whole' {
  if (typeof context.leaf === 'object') {
    const reading = readFenceLine(line, context.containers, context.leaf, isComplete)
    if (reading !== 'ended') return reading
    return readLine(line, { ...context, leaf: 'none' }, isComplete)
  }
  let at = 0
  let matched = 0
  for (const container of context.containers) {
    const spaces = countSpaces(line, at)
    const next = line.charAt(at + spaces)
    if (next === '' && !isComplete) return 'more'
    if (container.kind === 'quote') {
      if (next !== '>' || spaces > 3) break
      at += spaces + 1
      if (at === line.length && !isComplete) return 'more'
      if (line.charAt(at) === ' ') at += 1
    } else if (spaces >= container.indent + 2) at += Math.min(spaces, container.contentIndent)
    else if (next !== '') break
    matched += 1
  }
  return openContainers(line, at, { context, matched, isComplete })
}

interface LineState {
  readonly context: LineContext
  readonly matched: number
  readonly isComplete: boolean
}

function openContainers(line: string, start: number, state: LineState): LineReading | 'more' | 'whole' {
  const { context, matched, isComplete } = state
  const opened: Container[] = []
  let at = start
  for (;;) {
    const spaces = countSpaces(line, at)
    const rest = line.slice(at + spaces)
    if (rest === '' && !isComplete) return 'more'
    const hasParagraph = isParagraph(context.leaf) && opened.length === 0
    const goesOn = hasParagraph && matched === context.containers.length
    const isInList = opened.length === 0 && context.containers.slice(0, matched).some(({ kind }) => kind === 'item')
    if (spaces >= 4 && isInList && !isComplete && BEGUN_IN_LIST.test(rest)) return 'more'
    if (spaces >= 4 && rest !== '' && !(isInList && BLOCK_IN_LIST.test(rest))) {
      const content = hasParagraph
        ? ({ kind: 'text', text: MARK.test(rest) ? ZERO_WIDTH_SPACE + rest : rest } as const)
        : ({ kind: 'indented', text: line.slice(at + 4) } as const)
      return content.kind === 'indented' && !isComplete ? 'whole' : { matched, opened, content }
    }
    const isFull = matched + opened.length >= MOST_CONTAINERS
    if (rest.startsWith('>') && !isFull) {
      at += spaces + 1
      if (at === line.length && !isComplete) return 'more'
      if (line.charAt(at) === ' ') at += 1
      opened.push({ kind: 'quote' })
      continue
    }
    const item = isFull ? undefined : readItem(rest, spaces, goesOn, isComplete)
    if (item === 'more') return 'more'
    if (item === undefined) return readContent(rest, opened, { ...state, goesOn, indent: spaces })
    opened.push(item)
    at += item.contentIndent
    if (at >= line.length) return { matched, opened, content: { kind: 'blank' } }
  }
}

function readItem(rest: string, indent: number, goesOn: boolean, isComplete: boolean): Item | 'more' | undefined {
  if (!isComplete && (BEGUN_MARKER.test(rest) || BEGUN_BREAK.test(rest))) return 'more'
  if (BREAK.test(rest)) return undefined
  const match = MARKER.exec(rest)
  if (match === null) return undefined
  const isEmpty = rest.length === match[0].length
  // A paragraph is interrupted by what is surely a list, not by a number that came to stand first in its line.
  if (goesOn && (isEmpty || (match[2] !== undefined && Number(match[2]) !== 1))) return undefined
  const spaces = (match[3] ?? '').length
  const contentIndent = indent + match[0].length - spaces + (spaces > 4 || spaces === 0 ? 1 : spaces)
  return { kind: 'item', indent, contentIndent, ...(match[2] === undefined ? {} : { number: Number(match[2]) }) }
}

function readContent(
  rest: string,
  opened: readonly Container[],
  { context, matched, isComplete, goesOn, indent }: LineState & { readonly goesOn: boolean; readonly indent: number },
): LineReading | 'more' | 'whole' {
  const reading = (content: LineContent): LineReading => ({ matched, opened, content })
  if (rest === '') return reading({ kind: 'blank' })
  const isBegun = (pattern: RegExp) => !isComplete && pattern.test(rest)
  if (goesOn && context.leaf === 'table-head') {
    if (isBegun(BEGUN_DELIMITER)) return 'whole'
    if (isDelimiter(rest)) return reading({ kind: 'delimiter', text: rest })
  }
  if (goesOn && context.isWhole) {
    if (UNDERLINE.test(rest)) return reading({ kind: 'underline', level: rest.startsWith('=') ? 1 : 2 })
    if (isDelimiter(rest)) return reading({ kind: 'delimiter', text: rest })
  }
  if (isBegun(BEGUN_BREAK)) return 'more'
  if (BREAK.test(rest)) return reading({ kind: 'break' })
  if (isBegun(BEGUN_FENCE)) return /^(?:`{3}|~{3})/.test(rest) ? 'whole' : 'more'
  const fence = FENCE.exec(rest)
  if (fence !== null) {
    const marker = fence[1] ?? fence[3] ?? ''
    const info = (fence[2] ?? fence[4] ?? '').trim()
    return reading({ kind: 'fence', fence: { character: marker.charAt(0), length: marker.length, indent }, info })
  }
  const heading = HEADING.exec(rest)
  if (heading !== null && (isComplete || heading[0].length < rest.length)) {
    return reading({ kind: 'heading', level: heading[1]?.length ?? 1, text: rest.slice(heading[0].length) })
  }
  if (isBegun(/^#{1,6} *$/)) return 'more'
  if (rest.startsWith('|') || (context.leaf === 'table' && (rest.includes('|') || !isComplete))) {
    return isComplete ? reading({ kind: 'row', text: rest }) : 'whole'
  }
  if (opened.at(-1)?.kind === 'item') {
    if (isBegun(BEGUN_TASK)) return 'more'
    const task = TASK.exec(rest)
    if (task !== null) return reading({ kind: 'text', text: `${task[1] === ' ' ? '☐' : '☑'} ${rest.slice(4)}` })
  }
  return reading({ kind: 'text', text: rest })
}

function isDelimiter(rest: string): boolean {
  return /[|:]/.test(rest) && DELIMITER.test(rest)
}

function isParagraph(leaf: LineContext['leaf']): boolean {
  return leaf === 'paragraph' || leaf === 'table-head'
}

function countSpaces(line: string, from: number): number {
  let at = from
  while (line.charAt(at) === ' ') at += 1
  return at - from
}
