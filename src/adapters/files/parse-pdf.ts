import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { arrangePdfLines } from './arrange-pdf-lines.ts'
import { flattenText } from './clean-text.ts'
import { dropPageFurniture } from './drop-page-furniture.ts'
import type { ParsedDocument, ParseInput } from './parsed-document.ts'
import { encrypted, ReadFailure, unreadable, unsupported } from './read-failure.ts'
import { type PdfPage, readPdfPage } from './read-pdf-page.ts'

/**
 * Reads PDFs page by page: lines joined to paragraphs, headings told by their size, running heads dropped.
 *
 * LangChain's PDFLoader offers neither sizes and positions nor the character maps that Japanese fonts need, hence
 * pdf.js is used directly. It runs without canvas and, since only text is asked for, decodes no image and runs no script.
 */
export async function parsePdf(input: ParseInput): Promise<ParsedDocument> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({ ...resourceFolders(), ...QUIET, data: new Uint8Array(input.bytes) })
  // Asking for a password would otherwise wait for ever.
  task.onPassword = () => {
    void task.destroy()
    throw encrypted()
  }
  try {
    const pdf = await task.promise
    const pages: PdfPage[] = []
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number)
      pages.push(readPdfPage(number, page.view, await page.getTextContent()))
      page.cleanup()
    }
    const arranged = arrangePdfLines(dropPageFurniture(pages))
    if (arranged.blocks.length === 0) throw refuseScan(pdf.numPages)
    const { info } = await pdf.getMetadata()
    return { title: titleOf(info) ?? arranged.title, blocks: arranged.blocks }
  } catch (cause) {
    throw toFailure(cause)
  } finally {
    await task.destroy()
  }
}

const QUIET = {
  verbosity: 0,
  isEvalSupported: false,
  useSystemFonts: false,
  disableFontFace: true,
  useWorkerFetch: false,
  enableXfa: false,
  stopAtErrors: false,
} as const

function resourceFolders() {
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  const folder = (name: string) => join(root, name) + sep
  return {
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    iccUrl: folder('iccs'),
  }
}

function titleOf(info: unknown): string | undefined {
  const title = typeof info === 'object' && info !== null && 'Title' in info ? info.Title : undefined
  const flat = typeof title === 'string' ? flattenText(title) : ''
  // What programs write when nobody chose a title.
  const isMade =
    /^(?:microsoft (?:word|powerpoint)\b|untitled|無題|document\s*\d*$)|\.(?:docx?|pptx?|xlsx?|indd|tex|dvi|pdf|html?)$/i.test(
      flat,
    )
  return flat === '' || isMade ? undefined : flat
}

function refuseScan(pages: number): ReadFailure {
  const what = pages === 1 ? 'has a page without text' : `has ${pages} pages without text`
  return unsupported(`${what}, probably scanned pictures`, 'Run text recognition (OCR) on it and add the result.')
}

function toFailure(cause: unknown): ReadFailure {
  if (cause instanceof ReadFailure) return cause
  const name = cause instanceof Error ? cause.name : ''
  return name === 'PasswordException' ? encrypted() : unreadable('a complete PDF', cause)
}
