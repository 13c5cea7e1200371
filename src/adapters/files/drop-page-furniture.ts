import type { PdfLine, PdfPage } from './read-pdf-page.ts'

const PAGE_NUMBER =
  /^[-–—|・\s]*(?:p(?:age|\.)?\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:\/|of|ページ|頁)\s*\d{0,4})?[-–—|・\s]*$/i
/** Share of the page's height, at its top and bottom, where running heads and page numbers stand. */
const MARGIN = 0.12

/** Leaves out running heads, feet and page numbers: lines in a margin that are there on most pages. */
export function dropPageFurniture(pages: readonly PdfPage[]): PdfPage[] {
  if (pages.length < 2) return [...pages]
  const repeated = findRepeatedLines(pages)
  return pages.map((page) => {
    const lines = page.lines.filter(
      (line) => !isInMargin(line, page) || !(PAGE_NUMBER.test(line.text) || repeated.has(patternOf(line))),
    )
    return { ...page, lines }
  })
}

function isInMargin(line: PdfLine, page: PdfPage): boolean {
  const depth = -line.across / (page.height || 1)
  return depth < MARGIN || depth > 1 - MARGIN
}

function findRepeatedLines(pages: readonly PdfPage[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const page of pages) {
    const patterns = new Set(page.lines.filter((line) => isInMargin(line, page)).map(patternOf))
    for (const pattern of patterns) counts.set(pattern, (counts.get(pattern) ?? 0) + 1)
  }
  // A line that carries the page number is furniture from its second time on; others must be seen more often.
  const least = (pattern: string) => (/^#\D|\D#$/.test(pattern) ? 2 : 3)
  return new Set([...counts].filter(([pattern, count]) => count >= least(pattern)).map(([pattern]) => pattern))
}

function patternOf(line: PdfLine): string {
  return line.text.replace(/\d+/g, '#')
}
