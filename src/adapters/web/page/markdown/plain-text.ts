import type { Block, Inline } from './nodes.ts'
import { parseMarkdown } from './parse-markdown.ts'

/** Markdown as it is read aloud: without marks, and without the numbers of citations. */
export function plainText(markdown: string): string {
  return parseMarkdown(markdown)
    .map(({ block }) => sayBlock(block))
    .join('\n')
}

function sayBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return sayInlines(block.inlines)
    case 'code':
      return block.text
    case 'quote':
      return block.blocks.map(sayBlock).join('\n')
    case 'list':
      return block.items.map(({ blocks }) => blocks.map(sayBlock).join('\n')).join('\n')
    case 'table':
      return [block.header, ...block.rows]
        .map((row) => row.map(({ inlines }) => sayInlines(inlines)).join(', '))
        .join('\n')
    case 'rule':
      return ''
  }
}

function sayInlines(inlines: readonly Inline[]): string {
  return inlines
    .map(sayInline)
    .join('')
    .replace(/ +(?=[.,;:!?。、]|$)/g, '')
}

function sayInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return inline.text
    case 'strong':
    case 'emphasis':
    case 'struck':
    case 'link':
      return sayInlines(inline.inlines)
    case 'citation':
      return ''
    case 'break':
      return '\n'
  }
}
