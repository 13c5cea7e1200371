import { estimateTokens } from '../domain/language/estimate-tokens.ts'
import { cutText, type TextPart } from './split-text.ts'

/** Cuts code at empty lines, else between lines; parts of fenced code get fences of their own. */
export function cutCode(text: string, maxTokens: number): TextPart[] {
  const { open, body, close } = readFences(text, maxTokens)
  const room = maxTokens - estimateTokens(open + close)
  const parts: TextPart[] = []
  let part = ''
  let start = 0
  const flush = () => {
    const code = part.replace(/^(?:[ \t]*\n)+|\s+$/g, '')
    if (code !== '') parts.push({ text: open + code + close, start: open.length + start })
    part = ''
  }
  for (const unit of listUnits(body, room)) {
    if (part !== '' && estimateTokens(part + unit.text.trimEnd()) > room) flush()
    if (part === '') start = unit.start
    part += unit.text
  }
  flush()
  return parts
}

interface FencedCode {
  /** With its line end; empty for code without fences. */
  readonly open: string
  readonly body: string
  readonly close: string
}

function readFences(text: string, maxTokens: number): FencedCode {
  const match = /^(?<open>(?<mark>`{3,})[^\n]*\n)(?<body>.*)(?<close>\n\k<mark>)$/s.exec(text)
  const { open, body, close } = match?.groups ?? {}
  if (open === undefined || body === undefined || close === undefined) return { open: '', body: text, close: '' }
  return estimateTokens(open + close) > maxTokens / 2 ? { open: '', body: text, close: '' } : { open, body, close }
}

/** Stretches between empty lines, or single lines of those too long, or parts of lines. Line ends included. */
function* listUnits(body: string, room: number): Generator<TextPart> {
  let start = 0
  for (const stretch of body.split(/(?<=\n[ \t]*\n)(?=[^\n])/)) {
    if (estimateTokens(stretch.trimEnd()) <= room) yield { text: stretch, start }
    else yield* listLines(stretch, start, room)
    start += stretch.length
  }
}

function* listLines(stretch: string, offset: number, room: number): Generator<TextPart> {
  let start = offset
  for (const line of stretch.split(/(?<=\n)/)) {
    if (estimateTokens(line.trimEnd()) <= room) yield { text: line, start }
    else for (const part of cutText(line, room)) yield { text: `${part.text}\n`, start: start + part.start }
    start += line.length
  }
}
