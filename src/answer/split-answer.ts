import { splitSentences } from '../domain/language/sentences.ts'

/** A stretch of an answer. Joining the texts of all segments gives the answer again. */
export interface AnswerSegment {
  /** `layout`: space, list markers, headings, table rules. `code`: a fenced block. Neither states anything. */
  readonly kind: 'sentence' | 'layout' | 'code'
  readonly text: string
}

const FENCED =
  /^(?: {0,3}>)* {0,3}(`{3,}|~{3,})[^\n`]*(?:\n[\s\S]*?(?:^(?: {0,3}>)* {0,3}\1[`~]*[ \t]*$|(?![\s\S]))|(?![\s\S]))/gm
const LINE = /^(\s*(?:>\s*)*(?:(?:[-*+•・]|\d{1,3}[.)])\s+)?)(.*?)(\s*)$/s

const TABLE_RULE = /^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/

/** Cuts an answer into sentences and the layout between them. Table rows and list items are sentences too. */
export function splitAnswer(text: string): AnswerSegment[] {
  const segments: AnswerSegment[] = []
  let from = 0
  for (const match of text.matchAll(FENCED)) {
    segments.push(...splitProse(text.slice(from, match.index)), { kind: 'code', text: match[0] })
    from = match.index + match[0].length
  }
  segments.push(...splitProse(text.slice(from)))
  return segments.filter((segment) => segment.text !== '')
}

function splitProse(text: string): AnswerSegment[] {
  const lines = text.split(/(\n+)/)
  // The row above a table's rule names its columns.
  const isHead = (index: number) => TABLE_RULE.test(lines[index + 2] ?? '')
  return lines.flatMap((line, index) => (line.trim() === '' || isHead(index) ? [layout(line)] : splitLine(line)))
}

function splitLine(line: string): AnswerSegment[] {
  if (/^\s*#{1,6}\s/.test(line) || TABLE_RULE.test(line)) return [layout(line)]
  const [, marker = '', content = '', space = ''] = LINE.exec(line) ?? []
  if (content.startsWith('|')) return [layout(marker), { kind: 'sentence', text: content }, layout(space)]
  const segments: AnswerSegment[] = [layout(marker)]
  let from = 0
  for (const sentence of splitSentences(content)) {
    segments.push(layout(content.slice(from, sentence.start)), { kind: 'sentence', text: sentence.text })
    from = sentence.start + sentence.text.length
  }
  return [...segments, layout(content.slice(from)), layout(space)]
}

function layout(text: string): AnswerSegment {
  return { kind: 'layout', text }
}
