import { cleanText } from './clean-text.ts'
import { collectHtmlBlocks } from './collect-html-blocks.ts'
import { parseHtmlDocument } from './parse-html-document.ts'
import { readCoreTitle } from './parse-xml.ts'
import { firstTopHeading, type ParsedDocument, type ParseInput } from './parsed-document.ts'
import { unreadable } from './read-failure.ts'
import { openZip } from './read-zip.ts'
import { repackZip } from './repack-zip.ts'

// Word keeps English style names inside; other programs write the names that their users see.
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='表題'] => h1:fresh",
  ...[1, 2, 3, 4, 5, 6].map((level) => `p[style-name='見出し ${level}'] => h${level}:fresh`),
]

/**
 * Reads Word documents with headings, lists and tables.
 *
 * LangChain's DocxLoader, on the same library, gives the bare text without headings, hence mammoth is used directly.
 */
export async function parseDocx(input: ParseInput): Promise<ParsedDocument> {
  const archive = openZip(input.bytes)
  // Mammoth unpacks without limits, and reads archives in ways of its own.
  const html = await convert(repackZip(archive))
  const document = await parseHtmlDocument(`<!doctype html><html><body>${html}</body></html>`)
  const blocks = collectHtmlBlocks(document.body)
  return { title: (await readCoreTitle(archive)) ?? firstTopHeading(blocks), blocks }
}

async function convert(buffer: Buffer): Promise<string> {
  const { default: mammoth } = await import('mammoth')
  try {
    const convertImage = mammoth.images.imgElement(async () => ({ src: '' }))
    return cleanText((await mammoth.convertToHtml({ buffer }, { styleMap: STYLES, convertImage })).value)
  } catch (cause) {
    throw unreadable('a Word document', cause)
  }
}
