import type { Block } from '../../ports/document-loader.ts'
import { fenceCode } from './fence-code.ts'
import { childrenOf, type HtmlElement, type HtmlNode, isElement } from './html-node.ts'
import { headingBlock, textBlock } from './parsed-document.ts'
import { writePipeTable } from './pipe-table.ts'
import { readHtmlList } from './read-html-list.ts'
import { isHidden, readHeading, readInline, readVerbatim } from './read-html-text.ts'

/** Beyond this depth a branch is taken as one paragraph: no page nests so far, but a hostile one may. */
const MAX_DEPTH = 200

/** Walks an element in reading order. */
export function collectHtmlBlocks(root: HtmlElement): Block[] {
  const blocks: Block[] = []
  collectChildren(root, blocks, 0)
  return blocks
}

function collectChildren(parent: HtmlNode, blocks: Block[], depth: number): void {
  let inline: HtmlNode[] = []
  const flush = () => {
    blocks.push(...textBlock('paragraph', inline.map(readInline).join(''), {}))
    inline = []
  }
  for (const child of childrenOf(parent)) {
    if (!isElement(child) || !isBlock(child, depth)) {
      inline.push(child)
      continue
    }
    flush()
    if (!isHidden(child)) collectElement(child, blocks, depth + 1)
  }
  flush()
}

function collectElement(element: HtmlElement, blocks: Block[], depth: number): void {
  if (depth > MAX_DEPTH) {
    blocks.push(...textBlock('paragraph', element.textContent ?? '', {}))
    return
  }
  const level = /^H([1-6])$/.exec(element.nodeName)?.[1]
  if (level !== undefined) blocks.push(...headingBlock(readHeading(element), Number(level), {}))
  else if (element.nodeName === 'PRE') blocks.push(...codeBlock(element))
  else if (element.nodeName === 'TABLE') collectTable(element, blocks, depth)
  else if (LISTS.has(element.nodeName)) blocks.push(...textBlock('list', readHtmlList(element), {}))
  else collectChildren(element, blocks, depth)
}

const LISTS = new Set(['UL', 'OL', 'DL', 'MENU'])

const BLOCKS = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM ' +
    'H1 H2 H3 H4 H5 H6 HEADER HGROUP HR HTML LI MAIN MENU NAV OL P PRE SEARCH SECTION SUMMARY TABLE TBODY TD TFOOT TH ' +
    'THEAD TR UL SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME SVG BUTTON SELECT TEXTAREA OPTION'
  ).split(' '),
)

// Anchors and custom elements around blocks are common, and are then containers.
function isBlock(element: HtmlElement, depth: number): boolean {
  if (BLOCKS.has(element.nodeName)) return true
  if (depth > MAX_DEPTH) return false
  return element.querySelector('p,div,h1,h2,h3,h4,h5,h6,table,pre,ul,ol,dl,section,article,blockquote') !== null
}

function codeBlock(element: HtmlElement): Block[] {
  const code = readVerbatim(element)
  const classes = `${element.getAttribute('class') ?? ''} ${element.querySelector('code')?.getAttribute('class') ?? ''}`
  const language = /\b(?:language|lang|highlight-source|brush:)-?\s*([\w+#-]+)/.exec(classes)?.[1] ?? ''
  return code.trim() === '' ? [] : textBlock('code', fenceCode(code.replace(/^\n/, ''), language), {})
}

// Tables that arrange a page, rather than data, hold other blocks or have a single column.
function collectTable(table: HtmlElement, blocks: Block[], depth: number): void {
  if (table.querySelector('table,pre,h1,h2,h3,h4') !== null) {
    collectChildren(table, blocks, depth)
    return
  }
  const rows = [...table.querySelectorAll('tr')].filter((row) => !isHidden(row))
  const cells = rows.map((row) => [...childrenOf(row)].filter(isElement).flatMap(readCell))
  const caption = table.querySelector('caption')
  if (caption !== null) blocks.push(...textBlock('paragraph', readInline(caption), {}))
  if (cells.some((row) => row.length > 1)) blocks.push(...textBlock('table', writePipeTable(cells), {}))
  else for (const row of cells) blocks.push(...textBlock('paragraph', row.join(' '), {}))
}

const MAX_SPAN = 50

function readCell(cell: HtmlElement): string[] {
  const span = Math.min(MAX_SPAN, Number.parseInt(cell.getAttribute('colspan') ?? '1', 10) || 1)
  return [readInline(cell), ...Array.from({ length: span - 1 }, () => '')]
}
