import type { Block } from '../../ports/document-loader.ts'
import { collectHtmlBlocks } from './collect-html-blocks.ts'
import { parseHtmlDocument } from './parse-html-document.ts'

/** The blocks of a piece of HTML, such as Markdown allows. Most pieces hold no text at all and cost nothing. */
export async function parseHtmlFragment(html: string): Promise<Block[]> {
  const words = html.replace(/<!--.*?(?:-->|$)|<[^>]*>/gs, '').trim()
  if (words === '') return []
  const document = await parseHtmlDocument(`<!doctype html><html><body>${html}</body></html>`)
  return collectHtmlBlocks(document.body)
}
