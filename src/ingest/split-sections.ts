import type { Block, LoadedDocument } from '../ports/document-loader.ts'
import { MAX_HEADING, repeatsTitle, shortenHeading } from './split-titles.ts'

/** What stands between one heading and the next. */
export interface Section {
  /** Headings from the outermost to the section's own; one that repeats the document's title is left out. */
  readonly path: readonly string[]
  /** Never empty. */
  readonly blocks: readonly Block[]
}

interface OpenHeading {
  readonly level: number
  readonly block: Block
}

/** Cuts the blocks of a document at its headings. A heading with nothing below it becomes a paragraph. */
export function* listSections(document: LoadedDocument): Generator<Section> {
  let open: OpenHeading[] = []
  let blocks: Block[] = []
  for (const block of document.blocks) {
    if (block.text.trim() === '') continue
    if (block.kind !== 'heading') {
      blocks.push(block)
      continue
    }
    const level = block.level ?? 1
    if (blocks.length > 0) yield toSection(document, open, blocks)
    else if (isAbandoned(open, level)) yield toLeaf(document, open)
    open = [...open.filter((heading) => heading.level < level), { level, block }]
    // What is too long for a title is kept as text too.
    blocks = block.text.trim().length > MAX_HEADING ? [{ ...block, kind: 'paragraph' }] : []
  }
  if (blocks.length > 0) yield toSection(document, open, blocks)
  else if (open.length > 0) yield toLeaf(document, open)
}

// A heading directly followed by a deeper one lives on in the paths of what follows.
function isAbandoned(open: readonly OpenHeading[], level: number): boolean {
  const last = open.at(-1)
  return last !== undefined && last.level >= level
}

function toSection(document: LoadedDocument, open: readonly OpenHeading[], blocks: readonly Block[]): Section {
  const headings = open.map((heading) => shortenHeading(heading.block.text))
  const path = headings.length > 0 ? headings : (blocks[0]?.locator.headings ?? []).map(shortenHeading)
  const [first] = path
  return { path: first !== undefined && repeatsTitle(first, document.title) ? path.slice(1) : path, blocks }
}

function toLeaf(document: LoadedDocument, open: readonly OpenHeading[]): Section {
  const own = open.at(-1)?.block
  return toSection(document, open.slice(0, -1), own === undefined ? [] : [{ ...own, kind: 'paragraph' }])
}
