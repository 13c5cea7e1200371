import type { Answer } from '../../domain/answer.ts'
import type { Decision } from '../../domain/decision.ts'
import type { Citation } from '../../domain/evidence.ts'
import type { Strings } from '../strings/strings.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'
import type { Paint } from '../text/paint.ts'
import { describePlace } from './describe-place.ts'

const MOST_CONSIDERED = 6

export interface DescriptionView {
  readonly strings: Strings
  readonly paint: Paint
  readonly cwd: string
}

/** What stands below an answer: the numbered sources, then how it came about. */
export function describeAnswer(answer: Answer, view: DescriptionView): string {
  const { strings, paint } = view
  const sources =
    answer.citations.length === 0
      ? []
      : [paint.bold(strings.sources), ...answer.citations.map((citation) => describeCitation(citation, view)), '']
  const degraded = answer.degraded === undefined ? [] : [paint.yellow(strings.degraded(answer.degraded))]
  const tools = describeTools(answer, strings).map(paint.dim)
  return [...sources, paint.dim(describeOrigin(answer, strings)), ...tools, ...degraded].join('\n')
}

/** Which tools were looked at, and what came of those that were called. */
function describeTools({ tools }: Answer, { tools: words }: Strings): readonly string[] {
  const { considered = [], calls = [] } = tools ?? {}
  const fits = considered
    .slice(0, MOST_CONSIDERED)
    .map(({ id, probability }) => `${neutralizeLine(id)} ${Math.round(probability * 100)} %`)
  const called = calls.map(({ id, outcome, durationMs, code }) => {
    const why = code === undefined ? '' : ` (${neutralizeLine(code)})`
    const time = outcome === 'awaiting-approval' ? '' : ` ${(durationMs / 1000).toFixed(2)} s`
    return `${neutralizeLine(id)} ${words.outcomes[outcome]}${why}${time}`
  })
  return [
    ...(fits.length === 0 ? [] : [words.considered(fits)]),
    ...(called.length === 0 ? [] : [words.called(called)]),
  ]
}

/** "searched knowledge · why: it asks for a fact" or "answered without searching". */
function describeDecision(decision: Decision, strings: Strings): string {
  const searches = decision.labels.flatMap((label) => (label === 'direct' ? [] : [strings.searched[label]]))
  const verdict = searches.length === 0 ? strings.answeredDirectly : searches.join(', ')
  const reasons = decision.reasons.slice(0, 3).map((reason) => strings.reasons[reason] ?? reason.replaceAll('-', ' '))
  return reasons.length === 0 ? verdict : `${verdict} · ${strings.why(reasons.map(neutralizeLine))}`
}

function describeCitation(citation: Citation, { strings, paint, cwd }: DescriptionView): string {
  const place = describePlace(citation, strings, cwd)
  return ` [${citation.number}] ${neutralizeLine(citation.title)}  ${paint.dim(place)}`
}

function describeOrigin(answer: Answer, strings: Strings): string {
  const { used, found } = answer.evidence
  return [
    describeDecision(answer.decision, strings),
    ...(found === 0 ? [] : [strings.usedEvidence(used, found)]),
    neutralizeLine(strings.writtenBy(answer)),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
