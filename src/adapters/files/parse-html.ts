import type { Block } from '../../ports/document-loader.ts'
import { cleanText, flattenText } from './clean-text.ts'
import { collectHtmlBlocks } from './collect-html-blocks.ts'
import { decodeText } from './decode-text.ts'
import { findMainContent } from './find-main-content.ts'
import { parseHtmlDocument } from './parse-html-document.ts'
import { firstTopHeading, type ParsedDocument, type ParseInput } from './parsed-document.ts'

/** Reads the main content of a page: navigation, advertisements, scripts and hidden parts are left out. */
export async function parseHtml(input: ParseInput): Promise<ParsedDocument> {
  const declared = input.charset ?? declaredCharset(input.bytes)
  const document = await parseHtmlDocument(completePage(cleanText(decodeText(input.bytes, declared).text)))
  const pageTitle = flattenText(document.querySelector('head title, title')?.textContent ?? '')
  const root = await findMainContent(document)
  const blocks = collectHtmlBlocks(root)
  const title = chooseTitle(pageTitle, blocks)
  return { title, blocks }
}

/** `<meta charset>` or its older form, which must stand in the first kilobyte; a little more is looked at. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString('latin1')
  return (
    /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(start)?.[1] ?? /<\?xml[^>]+encoding=["']([\w-]+)/i.exec(start)?.[1]
  )
}

// The tree builder, unlike browsers, does not supply a missing root or body.
function completePage(html: string): string {
  const hasRoot = /<html[\s>]/i.test(html)
  const hasBody = /<body[\s>]/i.test(html)
  if (hasRoot && hasBody) return html
  if (hasRoot) return html.replace(/<\/head\s*>/i, '</head><body>')
  const head = /^\s*(?:<!doctype[^>]*>)?/i.exec(html)?.[0] ?? ''
  return hasBody ? `<html>${html.slice(head.length)}</html>` : `<html><body>${html.slice(head.length)}</body></html>`
}

// Page titles carry the name of the site; the page's own heading is shorter and is what readers saw.
function chooseTitle(pageTitle: string, blocks: readonly Block[]): string | undefined {
  // Readability lowers headings of the first level.
  const heading = firstTopHeading(blocks) ?? blocks.find((block) => block.kind === 'heading' && block.level === 2)?.text
  if (pageTitle === '') return heading
  return heading !== undefined && pageTitle.includes(heading) ? heading : pageTitle
}
