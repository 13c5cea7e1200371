import type { Block } from '../../ports/document-loader.ts'
import { cleanText } from './clean-text.ts'
import { decodeText } from './decode-text.ts'
import { unwrapLines } from './join-lines.ts'
import { firstTopHeading, headingBlock, type ParsedDocument, type ParseInput, textBlock } from './parsed-document.ts'

/** Reads plain text: paragraphs between empty lines, headings where a line is underlined. */
export function parseText(input: ParseInput): ParsedDocument {
  const blocks: Block[] = []
  for (const { text, line } of listParagraphs(cleanText(decodeText(input.bytes, input.charset).text))) {
    blocks.push(...toBlocks(text, line))
  }
  return { title: firstTopHeading(blocks), blocks }
}

interface Paragraph {
  readonly text: string
  /** From 1. */
  readonly line: number
}

/** Paragraphs with the line that each starts on. */
function* listParagraphs(text: string): Generator<Paragraph> {
  let line = 1
  let start = 0
  for (const gap of text.matchAll(/\n(?:[^\S\n]*\n)+/g)) {
    if (gap.index > start) yield { text: text.slice(start, gap.index), line }
    for (let at = start; at < gap.index + gap[0].length; at += 1) if (text.charCodeAt(at) === 10) line += 1
    start = gap.index + gap[0].length
  }
  if (start < text.length) yield { text: text.slice(start), line }
}

// Underlines in the manner of reStructuredText and of many a README: at least three marks, below a single line.
const UNDERLINED =
  /^(?<over>[=\-~^*#+]{3,}\n)?[^\S\n]*(?<title>\S[^\n]{0,150})\n(?<mark>[=\-~^*#+])\k<mark>{2,}[^\S\n]*(?:\n|$)/
const LEVELS = '=-~^'

function toBlocks(text: string, line: number): Block[] {
  const heading = UNDERLINED.exec(text)
  if (heading?.groups?.title === undefined) return textBlock('paragraph', unwrapLines(text), { line })
  const level = LEVELS.indexOf(heading.groups.mark ?? '') + 1 || LEVELS.length
  const rest = text.slice(heading[0].length)
  const restLine = line + heading[0].split('\n').length - 1
  return [
    ...headingBlock(heading.groups.title, level, { line }),
    ...textBlock('paragraph', unwrapLines(rest), { line: restLine }),
  ]
}
