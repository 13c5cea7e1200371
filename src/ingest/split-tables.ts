import { estimateTokens } from '../domain/language/estimate-tokens.ts'
import { cutText, type TextPart } from './split-text.ts'

const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

/** Cuts a table between rows; every part starts with the header row. */
export function cutTable(text: string, maxTokens: number): TextPart[] {
  const header = readHeader(text, maxTokens)
  const room = maxTokens - estimateTokens(header)
  const parts: TextPart[] = []
  let rows = ''
  let start = header.length
  let offset = header.length
  const flush = () => {
    if (rows.trim() !== '') parts.push({ text: header + rows.trimEnd(), start: parts.length === 0 ? 0 : start })
    rows = ''
  }
  for (const line of text.slice(header.length).split('\n')) {
    const pieces = estimateTokens(line) <= room ? [{ text: line, start: 0 }] : cutText(line, room)
    for (const piece of pieces) {
      if (rows !== '' && estimateTokens(`${rows}${piece.text}`) > room) flush()
      if (rows === '') start = offset + piece.start
      rows += `${piece.text}\n`
    }
    offset += line.length + 1
  }
  flush()
  return parts
}

/** The header row and its delimiter with their line ends; empty where repeating them would leave too little room. */
function readHeader(text: string, maxTokens: number): string {
  const [first = '', second = ''] = text.split('\n', 2)
  if (!DELIMITER_ROW.test(second)) return ''
  const header = `${first}\n${second}\n`
  return header.length < text.length && estimateTokens(header) <= maxTokens / 2 ? header : ''
}
