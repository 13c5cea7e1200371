import type { Block } from '../../ports/document-loader.ts'
import type { Format } from './formats.ts'

/** What a format's parser makes of a file. */
export interface ParsedDocument {
  /** As the document itself states it; undefined when it does not. */
  readonly title: string | undefined
  readonly blocks: readonly Block[]
}

/** What a parser is given. */
export interface ParseInput {
  readonly bytes: Uint8Array
  readonly format: Format
  /** Path or URL, for its extension. */
  readonly location: string
  /** Character set declared by the server. */
  readonly charset?: string
}

/** A heading at 1 to 6, flattened to one line; nothing when it has no text. */
export function headingBlock(text: string, level: number, locator: Block['locator']): Block[] {
  const flat = text.replace(/\s+/g, ' ').trim()
  return flat === '' ? [] : [{ kind: 'heading', text: flat, level: Math.min(6, Math.max(1, level)), locator }]
}

/** A block of any other kind; nothing when it has no text. */
export function textBlock(kind: Exclude<Block['kind'], 'heading'>, text: string, locator: Block['locator']): Block[] {
  const trimmed = kind === 'code' ? text.replace(/^(?:[ \t]*\n)+|\s+$/g, '') : text.trim()
  return trimmed === '' ? [] : [{ kind, text: trimmed, locator }]
}

/** The text of the first heading of the first level. */
export function firstTopHeading(blocks: readonly Block[]): string | undefined {
  return blocks.find((block) => block.kind === 'heading' && block.level === 1)?.text
}
