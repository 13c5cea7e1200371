import type { LoadedDocument } from '../../ports/document-loader.ts'
import { boundBlocks } from './bound-blocks.ts'
import { flattenText } from './clean-text.ts'
import { FORMAT_MEDIA_TYPES, titleFromName } from './formats.ts'
import type { ParsedDocument, ParseInput } from './parsed-document.ts'

const MAX_TITLE = 300

/** Reads a file of a known format. Runs inside a worker thread; parsers are loaded when first needed. */
export async function parseDocument(input: ParseInput): Promise<LoadedDocument> {
  const { title, blocks } = await parse(input)
  return {
    title:
      flattenText(title ?? '')
        .slice(0, MAX_TITLE)
        .trim() || titleFromName(input.location),
    mediaType: FORMAT_MEDIA_TYPES[input.format],
    blocks: boundBlocks(blocks),
  }
}

async function parse(input: ParseInput): Promise<ParsedDocument> {
  switch (input.format) {
    case 'markdown':
      return parseMarkdownOrText(input)
    case 'text':
      return (await import('./parse-text.ts')).parseText(input)
    case 'html':
      return (await import('./parse-html.ts')).parseHtml(input)
    case 'pdf':
      return (await import('./parse-pdf.ts')).parsePdf(input)
    case 'docx':
      return (await import('./parse-docx.ts')).parseDocx(input)
    case 'pptx':
      return (await import('./parse-pptx.ts')).parsePptx(input)
    case 'opendocument':
      return (await import('./parse-open-document.ts')).parseOpenDocument(input)
    case 'csv':
    case 'tsv':
      return (await import('./parse-rows.ts')).parseRows(input)
    case 'json':
      return (await import('./parse-json.ts')).parseJson(input)
    case 'jsonl':
      return (await import('./parse-json.ts')).parseJsonLines(input)
    case 'code':
      return (await import('./parse-code.ts')).parseCode(input)
  }
}

// Nesting that exhausts the parser's stack is no reason to refuse a text.
async function parseMarkdownOrText(input: ParseInput): Promise<ParsedDocument> {
  const { parseMarkdown } = await import('./parse-markdown.ts')
  try {
    return await parseMarkdown(input)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    return (await import('./parse-text.ts')).parseText(input)
  }
}
