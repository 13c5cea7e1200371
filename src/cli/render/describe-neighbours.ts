import type { Neighbour } from '../../kiku.ts'
import { truncateToWidth } from '../text/display-width.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'
import type { DescriptionView } from './describe-answer.ts'
import { describePlace } from './describe-place.ts'

const SNIPPET_COLUMNS = 200

/** Neighbours of a text, nearest first, each with its cosine, place, rank in a search, and beginning. */
export function describeNeighbours(neighbours: readonly Neighbour[], view: DescriptionView): string {
  if (neighbours.length === 0) return view.strings.noResults
  return neighbours.map((neighbour, at) => describeNeighbour(neighbour, at + 1, view)).join('\n\n')
}

function describeNeighbour(neighbour: Neighbour, number: number, { strings, paint, cwd }: DescriptionView): string {
  const { fusedRank } = neighbour
  const rank = fusedRank === undefined ? strings.embedding.notRanked : strings.embedding.fusedRank(fusedRank)
  return [
    `${number}. ${paint.bold(neutralizeLine(neighbour.title))}  ${neighbour.cosine.toFixed(3)}`,
    `   ${paint.dim(`${describePlace(neighbour, strings, cwd)} · ${rank}`)}`,
    `   ${truncateToWidth(neutralizeLine(neighbour.text), SNIPPET_COLUMNS)}`,
  ].join('\n')
}
