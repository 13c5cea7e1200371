import type { HtmlDocument, HtmlElement, HtmlNode } from './html-node.ts'
import { parseHtmlDocument } from './parse-html-document.ts'
import { isHidden } from './read-html-text.ts'

/** Pages with more elements are too slow to weigh, and their body is taken as it is. */
const MAX_WEIGHED_ELEMENTS = 30_000
/** Readability calls itself for each level of a page, and so does the copying of its tree. */
const MAX_WEIGHED_DEPTH = 300
/** Share of the page's words below which a candidate is thought to have missed the point. */
const MIN_SHARE = 0.3

/**
 * The element that holds what the page is about: what the page itself marks as main, or what Readability finds, or
 * the body without navigation.
 */
export async function findMainContent(document: HtmlDocument): Promise<HtmlElement> {
  removeAll(document.querySelectorAll(UNSEEN))
  removeAll([...document.querySelectorAll('[style],[hidden],[aria-hidden]')].filter(isHidden))
  removeAll(document.querySelectorAll(SURROUNDINGS))
  const body = document.body
  const words = countWords(body)
  const marked = [...document.querySelectorAll('main,[role="main"]')]
  const main = marked.length === 1 ? marked[0] : undefined
  if (main !== undefined && countWords(main) >= words * MIN_SHARE && countWords(main) > 0) return main
  const article = await findArticle(document)
  return article !== undefined && countWords(article) >= words * MIN_SHARE ? article : body
}

const UNSEEN = 'script,style,noscript,template,iframe,object,embed,svg,canvas,link,meta[http-equiv]'
const SURROUNDINGS =
  'nav,aside,[role="navigation"],[role="banner"],[role="contentinfo"],[role="search"],[role="complementary"],' +
  'body>header,body>footer,form,dialog,.breadcrumb,.breadcrumbs,.cookie-banner,#cookie-banner,.headerlink'

function removeAll(elements: Iterable<HtmlElement>): void {
  for (const element of [...elements]) element.remove()
}

async function findArticle(document: HtmlDocument): Promise<HtmlElement | undefined> {
  if (!isWeighable(document.body)) return undefined
  const { Readability } = await import('@mozilla/readability')
  // Readability takes the tree apart, so it is given a copy.
  const article = new Readability(document.cloneNode(true), { charThreshold: 200, disableJSONLD: true }).parse()
  if (typeof article?.content !== 'string') return undefined
  return (await parseHtmlDocument(`<!doctype html><html><body>${article.content}</body></html>`)).body
}

function isWeighable(body: HtmlElement): boolean {
  let elements = 0
  let depth = 0
  let node: HtmlNode | null = body
  while (node !== null) {
    elements += 1
    if (elements > MAX_WEIGHED_ELEMENTS || depth > MAX_WEIGHED_DEPTH) return false
    if (node.firstChild !== null) {
      node = node.firstChild
      depth += 1
      continue
    }
    while (node !== null && node !== body && node.nextSibling === null) {
      node = node.parentNode
      depth -= 1
    }
    node = node === body ? null : (node?.nextSibling ?? null)
  }
  return true
}

function countWords(element: HtmlElement): number {
  return (element.textContent ?? '').replace(/\s+/g, '').length
}
