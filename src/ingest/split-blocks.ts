import type { Locator } from '../domain/document.ts'
import { estimateTokens } from '../domain/language/estimate-tokens.ts'
import { splitSentences } from '../domain/language/sentences.ts'
import type { Block } from '../ports/document-loader.ts'
import { cutCode } from './split-code.ts'
import { cutTable } from './split-tables.ts'
import { cutText, type TextPart } from './split-text.ts'

/** The smallest unit that is put into chunks: a whole block, or a part of one too long for a chunk. */
export interface Piece {
  readonly text: string
  readonly tokens: number
  /** What stands between this piece and the one before it in the same chunk. */
  readonly glue: string
  /** Whether it goes on with the paragraph of the piece before it. */
  readonly continues: boolean
  readonly locator: Locator
  /** Headings that it stands under, where they are not those of all that stands beside it. */
  readonly path?: readonly string[]
}

const PARAGRAPH_BREAK = '\n\n'

/** A block as pieces of at most `maxTokens` tokens each: itself, where it fits. */
export function cutBlock(block: Block, maxTokens: number): Piece[] {
  const tokens = estimateTokens(block.text)
  if (tokens <= maxTokens) {
    return [{ text: block.text, tokens, glue: PARAGRAPH_BREAK, continues: false, locator: block.locator }]
  }
  switch (block.kind) {
    case 'table':
      return wholePieces(block, cutTable(block.text, maxTokens))
    case 'code':
      return wholePieces(block, cutCode(block.text, maxTokens))
    case 'heading':
    case 'paragraph':
    case 'list':
      return sentencePieces(block, maxTokens)
  }
}

function wholePieces(block: Block, parts: readonly TextPart[]): Piece[] {
  const locate = createLineCounter(block)
  return parts.map(({ text, start }) => ({
    text,
    tokens: estimateTokens(text),
    glue: PARAGRAPH_BREAK,
    continues: false,
    locator: locate(start),
  }))
}

function sentencePieces(block: Block, maxTokens: number): Piece[] {
  const locate = createLineCounter(block)
  const parts = splitSentences(block.text).flatMap((sentence) =>
    cutText(sentence.text, maxTokens).map((part) => ({ text: part.text, start: sentence.start + part.start })),
  )
  let end = 0
  return parts.map(({ text, start }, at) => {
    const gap = block.text.slice(end, start)
    end = start + text.length
    const glue = at === 0 ? PARAGRAPH_BREAK : gap.length <= 20 ? gap : gap.includes('\n') ? '\n' : ' '
    // Items of a list stand on their own, so nothing of them is repeated.
    const continues = at > 0 && block.kind !== 'list'
    return { text, tokens: estimateTokens(text), glue, continues, locator: locate(start) }
  })
}

/** Where in the document an offset of the block stands. Offsets must be asked for in ascending order. */
function createLineCounter(block: Block): (offset: number) => Locator {
  let line = block.locator.line
  let counted = 0
  return (offset) => {
    if (line === undefined) return block.locator
    for (; counted < offset; counted += 1) if (block.text.charCodeAt(counted) === 10) line += 1
    return { ...block.locator, line }
  }
}
