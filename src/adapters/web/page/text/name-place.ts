import type { CitationView } from '../../api/schemas/common.ts'
import type { Words } from './english.ts'

/** Where in its document a passage stands, such as 'page 3'. */
export function namePlace(
  { location, locator }: Pick<CitationView, 'location' | 'locator'>,
  { ask }: Words,
): string | undefined {
  if (locator.page !== undefined) {
    const name = /\.(?:pptx|odp)$/i.test(location) ? ask.slide : ask.page
    return name(locator.page, locator.lastPage)
  }
  if (locator.row !== undefined) return ask.row(locator.row)
  return locator.line === undefined ? undefined : ask.line(locator.line)
}

/** A short name for where something comes from: of files the last part, of addresses host and path. */
export function nameLocation(location: string): string {
  if (/^https?:\/\//i.test(location) && URL.canParse(location)) {
    const { host, pathname } = new URL(location)
    return `${host}${decodePath(pathname)}`.replace(/\/+$/, '')
  }
  return location.split(/[\\/]/).findLast((part) => part !== '') ?? location
}

function decodePath(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
