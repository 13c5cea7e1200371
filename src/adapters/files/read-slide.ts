import type { Block } from '../../ports/document-loader.ts'
import { cleanText, flattenText } from './clean-text.ts'
import { childrenOf, type HtmlElement, type HtmlNode, isElement } from './html-node.ts'
import { findElement, findElements } from './parse-xml.ts'
import { textBlock } from './parsed-document.ts'
import { writePipeTable } from './pipe-table.ts'

interface Slide {
  /** Empty when the slide has none. */
  readonly title: string
  readonly blocks: readonly Block[]
}

/** Reads the shapes of a slide, or of its speaker notes, in their order; those in groups too. */
export function readSlide(root: HtmlElement, locator: Block['locator'], kind: 'slide' | 'notes' = 'slide'): Slide {
  let title = ''
  const blocks: Block[] = []
  for (const shape of listShapes(root)) {
    if (shape.nodeName === 'a:tbl') {
      blocks.push(...textBlock('table', writePipeTable(readTable(shape)), locator))
      continue
    }
    const role = findElement(shape, 'p:ph')?.getAttribute('type') ?? ''
    if (FURNITURE.has(role)) continue
    if (kind === 'slide' && title === '' && (role === 'title' || role === 'ctrTitle')) {
      title = flattenText(listParagraphs(shape).map(readParagraph).join(' '))
      continue
    }
    blocks.push(...shapeBlocks(shape, role, locator))
  }
  return { title, blocks }
}

/** Placeholders that repeat on every slide, and the picture of the slide on its notes. */
const FURNITURE = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg'])

const TREES = new Set([
  'p:cSld',
  'p:spTree',
  'p:grpSp',
  'p:graphicFrame',
  'a:graphic',
  'a:graphicData',
  'mc:AlternateContent',
  'mc:Choice',
])

function listShapes(root: HtmlNode): HtmlElement[] {
  const shapes: HtmlElement[] = []
  const stack: HtmlNode[] = [...childrenOf(root)].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isElement(node)) continue
    if (node.nodeName === 'p:sp' || node.nodeName === 'a:tbl') shapes.push(node)
    else if (TREES.has(node.nodeName)) stack.push(...[...childrenOf(node)].reverse())
  }
  return shapes
}

// Bullets are inherited from layouts that are not read; in a body, several paragraphs are taken for a list.
function shapeBlocks(shape: HtmlElement, role: string, locator: Block['locator']): Block[] {
  const paragraphs = listParagraphs(shape)
    .map((element) => ({ text: readParagraph(element).trim(), depth: depthOf(element) }))
    .filter((paragraph) => paragraph.text !== '')
  const isBody = role === '' || role === 'body' || role === 'obj'
  if (paragraphs.length < 2 || !isBody) {
    return textBlock('paragraph', paragraphs.map((paragraph) => paragraph.text).join('\n'), locator)
  }
  const lines = paragraphs.map(({ text, depth }) => `${'  '.repeat(depth)}- ${text.replace(/\n/g, ' ')}`)
  return textBlock('list', lines.join('\n'), locator)
}

function listParagraphs(shape: HtmlElement): HtmlElement[] {
  return findElements(shape, 'a:p')
}

function depthOf(paragraph: HtmlElement): number {
  const level = Number.parseInt(findElement(paragraph, 'a:pPr')?.getAttribute('lvl') ?? '0', 10)
  return Number.isInteger(level) ? Math.min(8, Math.max(0, level)) : 0
}

function readParagraph(paragraph: HtmlElement): string {
  let text = ''
  for (const child of childrenOf(paragraph)) {
    if (!isElement(child)) continue
    if (child.nodeName === 'a:br') text += '\n'
    else if (child.nodeName === 'a:r' || child.nodeName === 'a:fld')
      text += findElement(child, 'a:t')?.textContent ?? ''
  }
  return cleanText(text)
}

function readTable(table: HtmlElement): string[][] {
  return findElements(table, 'a:tr').map((row) =>
    findElements(row, 'a:tc').map((cell) => listParagraphs(cell).map(readParagraph).join(' ')),
  )
}
