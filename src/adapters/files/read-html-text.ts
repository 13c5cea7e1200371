import { cleanText } from './clean-text.ts'
import { childrenOf, type HtmlElement, type HtmlNode, isElement } from './html-node.ts'
import { withAddress } from './render-inline.ts'

const SKIPPED = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT EMBED SVG CANVAS VIDEO AUDIO BUTTON SELECT TEXTAREA INPUT HEAD RT RP'.split(
    ' ',
  ),
)
const MAX_DEPTH = 200
const LINE_BREAK = '\ufdd0'

/** Whether a reader of the page would not see the element. Hidden text is a favourite place for planted instructions. */
export function isHidden(element: HtmlElement): boolean {
  if (SKIPPED.has(element.nodeName.toUpperCase())) return true
  if (element.getAttribute('hidden') !== null || element.getAttribute('aria-hidden') === 'true') return true
  return /(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.?\d))/i.test(
    element.getAttribute('style') ?? '',
  )
}

/** The words of inline content: white space collapsed as browsers do, links with their address, line breaks kept. */
export function readInline(node: HtmlNode): string {
  const text = readNode(node, 0).replace(
    /(?<=[\u2e80-\u9fff\uff00-\uffef])[^\S\n]*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])/g,
    '',
  )
  return text.replace(/\s+/g, ' ').replace(/ *\ufdd0 */g, '\n')
}

/** The words of a heading: no addresses, and not the mark that many sites put behind headings as a link to them. */
export function readHeading(element: HtmlElement): string {
  return readVerbatim(element)
    .replace(/\s+/g, ' ')
    .replace(/^[#¶§\s]+(?=\S)|[\s#¶]+$/g, '')
}

function readNode(node: HtmlNode, depth: number): string {
  if (!isElement(node)) return node.nodeType === 3 ? cleanText(node.textContent ?? '') : ''
  if (isHidden(node)) return ''
  if (depth > MAX_DEPTH) return cleanText(node.textContent ?? '')
  const name = node.nodeName
  if (name === 'BR') return LINE_BREAK
  let text = ''
  for (const child of childrenOf(node)) text += readNode(child, depth + 1)
  if (name === 'A') return withAddress(text, node.getAttribute('href') ?? '')
  if (name === 'CODE' || name === 'KBD') return text.includes('`') || text.trim() === '' ? text : `\`${text.trim()}\``
  return SPACED.has(name) ? ` ${text} ` : text
}

/** Elements whose text does not run into its neighbours'. */
const SPACED = new Set('P DIV LI TD TH TR DT DD H1 H2 H3 H4 H5 H6 UL OL PRE BLOCKQUOTE SECTION'.split(' '))

/** Text with its white space, for code. */
export function readVerbatim(node: HtmlNode, depth = 0): string {
  if (!isElement(node)) return node.nodeType === 3 ? cleanText(node.textContent ?? '') : ''
  if (node.nodeName === 'BR') return '\n'
  if (depth > MAX_DEPTH || isHidden(node)) return ''
  let text = ''
  for (const child of childrenOf(node)) text += readVerbatim(child, depth + 1)
  return text
}
