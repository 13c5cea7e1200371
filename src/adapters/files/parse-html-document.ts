import type { HtmlDocument } from './html-node.ts'

/** Builds the tree of a page. No script runs and nothing is fetched: the library has neither. */
export async function parseHtmlDocument(html: string): Promise<HtmlDocument> {
  const { parseHTML } = await import('linkedom')
  return parseHTML(html).document
}
