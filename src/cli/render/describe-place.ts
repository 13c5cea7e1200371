import { homedir } from 'node:os'
import { isAbsolute, relative } from 'node:path'
import type { Locator } from '../../domain/document.ts'
import type { Strings } from '../strings/strings.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'

/** Where a passage stands, as the reader would look it up: `docs/handbook.pdf, page 3`. */
export function describePlace(
  passage: { readonly location: string; readonly locator: Locator },
  strings: Strings,
  cwd: string,
): string {
  const location = neutralizeLine(shortenPath(passage.location, cwd))
  const spot = describeSpot(passage.location, passage.locator, strings)
  return spot === null ? location : `${location}, ${spot}`
}

/** A path from the current folder or from home; addresses as they are. */
export function shortenPath(location: string, cwd: string): string {
  if (!isAbsolute(location)) return location
  const inside = relative(cwd, location)
  if (inside !== '' && !inside.startsWith('..') && !isAbsolute(inside)) return inside
  const fromHome = relative(homedir(), location)
  return fromHome !== '' && !fromHome.startsWith('..') && !isAbsolute(fromHome) ? `~/${fromHome}` : location
}

function describeSpot(location: string, locator: Locator, strings: Strings): string | null {
  if (locator.page !== undefined) {
    return /\.pptx$/i.test(location) ? strings.slide(locator.page) : strings.page(locator.page)
  }
  if (locator.row !== undefined) return strings.row(locator.row)
  return locator.line === undefined ? null : strings.line(locator.line)
}
