import type { Block } from '../../ports/document-loader.ts'
import { cleanText, flattenText } from './clean-text.ts'
import { decodeText } from './decode-text.ts'
import { cutCode } from './parse-code.ts'
import { headingBlock, type ParsedDocument, type ParseInput, textBlock } from './parsed-document.ts'
import { tooLarge } from './read-failure.ts'
import { writeJsonLines } from './write-json-lines.ts'

/** Parsed JSON takes up to twenty times its size, and nothing can interrupt the parser once it fills the memory. */
const MAX_BYTES = 16 * 1024 * 1024

/**
 * Reads JSON: each element of an array, or each key of an object, becomes a block of `path: value` lines. What is no
 * valid JSON, such as a configuration file with comments, is read as code.
 */
export function parseJson(input: ParseInput): ParsedDocument {
  if (input.bytes.byteLength > MAX_BYTES) {
    throw tooLarge('is more JSON than can be read at once', 'Split it, or save it as JSON Lines, one record a line.')
  }
  const text = cleanText(decodeText(input.bytes, input.charset).text)
  const value = parseValue(text)
  if (value === undefined) return { title: undefined, blocks: cutCode(text) }
  if (Array.isArray(value)) return { title: undefined, blocks: value.flatMap((item, at) => recordBlock(item, at + 1)) }
  return { title: titleOf(value), blocks: objectBlocks(value) }
}

/** Reads JSON Lines: one block for each line; a line that is no JSON is kept as it is. */
export function parseJsonLines(input: ParseInput): ParsedDocument {
  const lines = cleanText(decodeText(input.bytes, input.charset).text).split('\n')
  const blocks = lines.flatMap((line, at) => {
    const value = parseValue(line)
    return value === undefined ? textBlock('paragraph', line, { row: at + 1 }) : recordBlock(value, at + 1)
  })
  return { title: undefined, blocks }
}

function recordBlock(value: unknown, row: number): Block[] {
  return textBlock('paragraph', writeJsonLines(value).join('\n'), { row })
}

function objectBlocks(value: unknown): Block[] {
  if (typeof value !== 'object' || value === null) return textBlock('paragraph', String(value), {})
  const scalars: string[] = []
  const nested: Block[] = []
  for (const [key, child] of Object.entries(value)) {
    if (typeof child !== 'object' || child === null) {
      scalars.push(...writeJsonLines(child, key))
      continue
    }
    const children = Array.isArray(child) ? child.map((item) => writeJsonLines(item)) : [writeJsonLines(child)]
    const blocks = children.flatMap((lines) => textBlock('paragraph', lines.join('\n'), {}))
    if (blocks.length > 0) nested.push(...headingBlock(key, 2, {}), ...blocks)
  }
  return [...textBlock('paragraph', scalars.join('\n'), {}), ...nested]
}

function titleOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const title = 'title' in value ? value.title : 'name' in value ? value.name : undefined
  return typeof title === 'string' && title.length <= 200 ? flattenText(title) : undefined
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
