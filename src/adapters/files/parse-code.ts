import type { Block } from '../../ports/document-loader.ts'
import { cleanText } from './clean-text.ts'
import { decodeText } from './decode-text.ts'
import { type ParsedDocument, type ParseInput, textBlock } from './parsed-document.ts'

/** Lines that one block holds at most before it is cut at any empty line, and at any line at all. */
const LONG_BLOCK = 40
const LONGEST_BLOCK = 120

/** Reads source code and configuration: blocks end before an unindented line that follows an empty one. */
export function parseCode(input: ParseInput): ParsedDocument {
  return { title: undefined, blocks: cutCode(cleanText(decodeText(input.bytes, input.charset).text)) }
}

/** Cuts code between its definitions, with the line that each part starts on. */
export function cutCode(text: string): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  let start = 0
  for (let at = 1; at <= lines.length; at += 1) {
    if (at < lines.length && !isBorder(lines[at] ?? '', lines[at - 1] ?? '', at - start)) continue
    blocks.push(...codeBlock(lines.slice(start, at), start))
    start = at
  }
  return blocks
}

function isBorder(line: string, previous: string, length: number): boolean {
  if (length >= LONGEST_BLOCK) return true
  if (previous.trim() !== '') return false
  // A closing bracket belongs to what came before it.
  const isDefinition = /^[^\s})\]]/.test(line)
  return isDefinition || (length >= LONG_BLOCK && line.trim() !== '')
}

function codeBlock(lines: readonly string[], start: number): Block[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  return first < 0 ? [] : textBlock('code', lines.slice(first).join('\n'), { line: start + first + 1 })
}
