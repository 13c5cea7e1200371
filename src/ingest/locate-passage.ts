import type { MarkedLocator, PlaceMark } from '../domain/place-marks.ts'
import type { Piece } from './split-blocks.ts'
import type { Passage } from './split-packing.ts'

/** Where a passage begins, and where within it pages and headings change. @param shared headings that all of it stands under */
export function locatePassage({ locator, parts }: Passage, shared: readonly string[]): MarkedLocator {
  const start = { ...locator, ...headingsOf(shared) }
  const marks: PlaceMark[] = []
  let page = locator.page
  let path = shared
  for (const { at, piece } of parts) {
    const under = piece.path ?? shared
    if (piece.locator.page === page && isSame(under, path)) continue
    page = piece.locator.page
    path = under
    marks.push({ at, ...placeOf(piece), ...headingsOf(under) })
  }
  return marks.length === 0 ? start : { ...start, marks }
}

function placeOf({ locator: { page, line, row } }: Piece): Omit<PlaceMark, 'at'> {
  return {
    ...(page === undefined ? {} : { page }),
    ...(line === undefined ? {} : { line }),
    ...(row === undefined ? {} : { row }),
  }
}

function headingsOf(path: readonly string[]): Pick<MarkedLocator, 'headings'> {
  return path.length > 0 ? { headings: path } : {}
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left === right || (left.length === right.length && left.every((heading, at) => heading === right[at]))
}
