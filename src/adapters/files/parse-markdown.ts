import type { Nodes, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import type { Block } from '../../ports/document-loader.ts'
import { cleanText } from './clean-text.ts'
import { cutMarkdown } from './cut-markdown.ts'
import { decodeText } from './decode-text.ts'
import { fenceCode } from './fence-code.ts'
import { parseHtmlFragment } from './parse-html-fragment.ts'
import { firstTopHeading, headingBlock, type ParsedDocument, type ParseInput, textBlock } from './parsed-document.ts'
import { readFrontMatter } from './read-front-matter.ts'
import { sourceOf, wordsBelow } from './read-markdown-text.ts'
import { type LinkTargets, renderHeading, renderInline } from './render-inline.ts'
import { renderList } from './render-list.ts'
import { splitTableParagraph } from './split-table-paragraph.ts'

/** Reads Markdown with front matter and tables. Raw HTML inside is reduced to its text. */
export async function parseMarkdown(input: ParseInput): Promise<ParsedDocument> {
  const front = readFrontMatter(cleanText(decodeText(input.bytes, input.charset).text))
  const blocks: Block[] = textBlock('paragraph', front.description ?? '', { line: 1 })
  for (const part of cutMarkdown(front.body)) {
    const tree = fromMarkdown(part.text, { extensions: [BLOCKS_ONLY] })
    const context = { targets: listTargets(tree.children), firstLine: front.lines + part.line }
    for (const node of tree.children) blocks.push(...(await toBlocks(node, context)))
  }
  return { title: front.title ?? firstTopHeading(blocks), blocks }
}

// Inline markup is left to `renderInline`, which is several times as fast.
const BLOCKS_ONLY = {
  disable: {
    null: [
      ...['attention', 'autolink', 'characterEscape', 'characterReference', 'codeText', 'hardBreakEscape', 'htmlText'],
      ...['labelEnd', 'labelStartImage', 'labelStartLink'],
    ],
  },
}

interface Context {
  readonly targets: LinkTargets
  /** Line of the document that the first line of the part stands on. */
  readonly firstLine: number
}

function listTargets(nodes: readonly RootContent[]): LinkTargets {
  const definitions = nodes.flatMap((node) => (node.type === 'definition' ? [node] : []))
  return new Map(definitions.map((node) => [node.identifier.toLowerCase(), node.url]))
}

const MAX_DEPTH = 20

async function toBlocks(node: RootContent, context: Context, depth = 0): Promise<Block[]> {
  const locator = { line: context.firstLine - 1 + (node.position?.start.line ?? 1) }
  switch (node.type) {
    case 'heading':
      return headingBlock(renderHeading(sourceOf(node), context.targets), node.depth, locator)
    case 'paragraph':
      return paragraphBlocks(sourceOf(node), context, locator)
    case 'list':
      return textBlock('list', renderList(node, context.targets), locator)
    case 'code':
      return node.value.trim() === '' ? [] : textBlock('code', fenceCode(node.value, node.lang ?? ''), locator)
    case 'blockquote':
      if (depth >= MAX_DEPTH) return textBlock('paragraph', wordsBelow(node), locator)
      return quotationBlocks(node, context, depth)
    case 'html':
      return (await parseHtmlFragment(node.value)).map((block) => ({ ...block, locator }))
    case 'definition':
      return definitionBlocks(node, locator)
    default:
      return []
  }
}

function paragraphBlocks(source: string, { targets }: Context, locator: Block['locator']): Block[] {
  const split = splitTableParagraph(source)
  if (split === undefined) return textBlock('paragraph', renderInline(source, targets), locator)
  return [
    ...textBlock('paragraph', renderInline(split.before, targets), locator),
    ...textBlock(
      'table',
      split.table.map((row) => renderInline(row, targets).replaceAll('\n', ' ')).join('\n'),
      locator,
    ),
  ]
}

async function quotationBlocks(
  node: Nodes & { readonly children: readonly RootContent[] },
  context: Context,
  depth: number,
): Promise<Block[]> {
  const blocks: Block[] = []
  for (const child of node.children) blocks.push(...(await toBlocks(child, context, depth + 1)))
  // A heading inside a quotation opens no section.
  return blocks.map(({ kind, text, locator }) => ({ kind: kind === 'heading' ? 'paragraph' : kind, text, locator }))
}

// Without the footnote extension, `[^1]: word` is taken for the target of a link.
function definitionBlocks(node: Extract<RootContent, { type: 'definition' }>, locator: Block['locator']): Block[] {
  if (!node.identifier.startsWith('^')) return []
  return textBlock('paragraph', `[${node.identifier}]: ${[node.url, node.title ?? ''].join(' ')}`, locator)
}
