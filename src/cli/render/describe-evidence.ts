import type { Evidence } from '../../domain/evidence.ts'
import { truncateToWidth } from '../text/display-width.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'
import type { DescriptionView } from './describe-answer.ts'
import { describePlace } from './describe-place.ts'

const SNIPPET_COLUMNS = 200

/** Search results, best first, each with its probability, place and beginning. */
export function describeEvidence(evidence: readonly Evidence[], view: DescriptionView): string {
  if (evidence.length === 0) return view.strings.noResults
  return evidence.map((item, index) => describeItem(item, index + 1, view)).join('\n\n')
}

function describeItem(item: Evidence, number: number, { strings, paint, cwd }: DescriptionView): string {
  const legs = [
    ...(item.legs.lexical === undefined ? [] : [`lexical #${item.legs.lexical.rank}`]),
    ...(item.legs.dense === undefined ? [] : [`dense #${item.legs.dense.rank}`]),
  ]
  return [
    `${number}. ${paint.bold(neutralizeLine(item.title))}  ${item.probability.toFixed(2)}`,
    `   ${paint.dim([describePlace(item, strings, cwd), ...legs].join(' · '))}`,
    `   ${truncateToWidth(neutralizeLine(item.text), SNIPPET_COLUMNS)}`,
  ].join('\n')
}
