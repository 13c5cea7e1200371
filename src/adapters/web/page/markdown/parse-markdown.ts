import type { MarkedToken, Token } from 'marked'
import type { Block } from './nodes.ts'
import { parseInlines } from './parse-inlines.ts'
import { tokenize } from './tokenize.ts'

/** A block with the text that it was read from, which tells whether it has changed. */
export interface ParsedBlock {
  readonly raw: string
  readonly block: Block
}

const MOST_CHARACTERS = 200_000
const MOST_DEPTH = 12

/** Reads Markdown. What is too long or nested too deeply to be read is one paragraph of plain text. */
export function parseMarkdown(text: string): ParsedBlock[] {
  if (text.length > MOST_CHARACTERS) return [plainBlock(text)]
  try {
    return tokenize(text).flatMap(parseToken)
  } catch {
    return [plainBlock(text)]
  }
}

export function plainBlock(text: string): ParsedBlock {
  return { raw: text, block: { kind: 'paragraph', inlines: [{ kind: 'text', text }] } }
}

export function parseToken(token: Token): ParsedBlock[] {
  const block = readBlock(token as MarkedToken, 0)
  return block === undefined ? [] : [{ raw: token.raw, block }]
}

function readBlock(token: MarkedToken, depth: number): Block | undefined {
  if (depth > MOST_DEPTH) return plainBlock(token.raw).block
  const inner = (tokens: readonly Token[]) =>
    tokens.flatMap((one) => readBlock(one as MarkedToken, depth + 1) ?? []) satisfies Block[]
  switch (token.type) {
    case 'space':
    case 'checkbox':
      return undefined
    case 'hr':
      return { kind: 'rule' }
    case 'heading':
      return { kind: 'heading', depth: token.depth, inlines: parseInlines(token.tokens) }
    case 'code':
      return { kind: 'code', language: (token.lang ?? '').trim().split(/\s/)[0] ?? '', text: token.text }
    case 'blockquote':
      return { kind: 'quote', blocks: inner(token.tokens) }
    case 'list':
      return {
        kind: 'list',
        start: token.ordered ? Number(token.start) : undefined,
        items: token.items.map((item) => ({
          blocks: inner(item.tokens),
          ...(item.task ? { isDone: item.checked === true } : {}),
        })),
      }
    case 'table':
      return {
        kind: 'table',
        header: token.header.map(readCell),
        rows: token.rows.map((row) => row.map(readCell)),
      }
    case 'paragraph':
      return { kind: 'paragraph', inlines: parseInlines(token.tokens) }
    case 'text':
      return { kind: 'paragraph', inlines: parseInlines(token.tokens ?? [token]) }
    default:
      // HTML, and whatever else there may come to be.
      return { kind: 'paragraph', inlines: [{ kind: 'text', text: token.raw.trimEnd() }] }
  }
}

function readCell({ align, tokens }: { align: 'center' | 'left' | 'right' | null; tokens: Token[] }) {
  return { align: align ?? undefined, inlines: parseInlines(tokens) }
}
