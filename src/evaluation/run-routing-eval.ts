import type { Probe, Question, Router } from '../answer/question.ts'
import { PUBLIC } from '../domain/audience.ts'
import { type Decision, ROUTE_LABELS, type RouteLabel } from '../domain/decision.ts'
import { KikuError } from '../domain/errors.ts'
import { languageOf } from '../domain/language/scripts.ts'
import type { ChatModel } from '../ports/chat-model.ts'
import type { EvaluationFiles } from '../ports/evaluation-set.ts'
import { pause } from './pause.ts'
import { countLines, type EvaluationProgress } from './progress.ts'
import { readRecords } from './read-records.ts'
import { RoutingRecord, roleOf } from './schema.ts'
import { type LabelReport, scoreLabels, share } from './score-labels.ts'

export interface RoutingEvaluation {
  readonly files: EvaluationFiles
  readonly set: string
  readonly file: string
  readonly router: Router
  /** Asked where the router is unsure; absent means that the features decide alone. */
  readonly model?: ChatModel
  /** What looking into the index shows; absent means that nothing is known of it. */
  readonly probe?: (question: Question, signal: AbortSignal) => Promise<readonly Probe[]>
  readonly onProgress?: (progress: EvaluationProgress) => void
}

/**
 * `four-way`: the likeliest of all four labels is held against gold, whichever of them occur in the set.
 * `knowledge-or-not`: the rule for sets whose gold labels are exactly `knowledge` and `direct`, where `direct` only
 * says that no document is needed: every prediction other than `knowledge` counts as `direct`.
 */
type RoutingScoring = 'four-way' | 'knowledge-or-not'

export interface RoutingReport extends LabelReport {
  readonly set: string
  readonly cases: number
  readonly scoring: RoutingScoring
  /** The four-way figures, where the scoring is another. */
  readonly fourWay?: Pick<LabelReport, 'accuracy' | 'macroF1'>
  /** Share of cases in which the gold label is among those acted on; unlike accuracy it knows several may be on. */
  readonly covered: number
  /** Of the cases that need no search, the share in which one is made. Null when there is no such case. */
  readonly needlessSearches: number | null
  /** Of the cases that need one, the share in which none is made. Null when there is no such case. */
  readonly missedSearches: number | null
}

/**
 * Routes every message of a file and scores the verdicts.
 * @throws KikuError `misuse` for a malformed file, `source-missing` for an absent one
 */
export async function runRoutingEval(options: RoutingEvaluation, signal: AbortSignal): Promise<RoutingReport> {
  const total = await countLines(options.files, options.file, signal)
  const outcomes: Outcome[] = []
  for await (const record of readRecords(options.files, options.file, RoutingRecord, signal)) {
    const question = toQuestion(record)
    const probes = (await options.probe?.(question, signal)) ?? []
    const decision = await options.router.route(question, probes, options.model, signal)
    outcomes.push({ gold: record.label, predicted: likeliest(decision), labels: decision.labels })
    options.onProgress?.({ step: 'route', done: outcomes.length, total })
    if (outcomes.length % CASES_BETWEEN_PAUSES === 0) await pause(signal)
  }
  if (outcomes.length === 0) {
    throw new KikuError('misuse', `${options.file} holds no cases.`, { remedy: 'Name a file with labelled messages.' })
  }
  return { set: options.set, cases: outcomes.length, ...report(outcomes) }
}

const CASES_BETWEEN_PAUSES = 20

interface Outcome {
  readonly gold: RouteLabel
  readonly predicted: RouteLabel
  /** The labels acted on. */
  readonly labels: readonly RouteLabel[]
}

function report(outcomes: readonly Outcome[]): Omit<RoutingReport, 'set' | 'cases'> {
  const fourWay = scoreLabels(outcomes)
  const scoring = scoringFor(outcomes)
  const searched = ({ labels }: Outcome): boolean =>
    scoring === 'four-way' ? labels.some((label) => label !== 'direct') : labels.includes('knowledge')
  const shared = {
    scoring,
    covered: share(outcomes, (one) => (one.gold === 'direct' ? !searched(one) : one.labels.includes(one.gold))),
    needlessSearches: shareOrNull(
      outcomes.filter(({ gold }) => gold === 'direct'),
      searched,
    ),
    missedSearches: shareOrNull(
      outcomes.filter(({ gold }) => gold !== 'direct'),
      (one) => !searched(one),
    ),
  }
  if (scoring === 'four-way') return { ...fourWay, ...shared }
  const folded = outcomes.map(({ gold, predicted }) => ({
    gold,
    predicted: predicted === 'knowledge' ? ('knowledge' as const) : ('direct' as const),
  }))
  return { ...scoreLabels(folded), ...shared, fourWay: { accuracy: fourWay.accuracy, macroF1: fourWay.macroF1 } }
}

function scoringFor(outcomes: readonly Outcome[]): RoutingScoring {
  const golds = new Set(outcomes.map(({ gold }) => gold))
  return golds.size === 2 && golds.has('knowledge') && golds.has('direct') ? 'knowledge-or-not' : 'four-way'
}

/** The first of `ROUTE_LABELS` among equals. */
function likeliest({ probabilities }: Decision): RouteLabel {
  return ROUTE_LABELS.reduce((best, label) => (probabilities[label] > probabilities[best] ? label : best))
}

function shareOrNull<T>(values: readonly T[], holds: (value: T) => boolean): number | null {
  return values.length === 0 ? null : share(values, holds)
}

function toQuestion({ _id, text, history }: RoutingRecord): Question {
  const turns = history.map((turn) => ({ role: roleOf(turn.speaker), text: turn.text }))
  return {
    text,
    original: text,
    ownWords: text,
    turns: turns.map((turn, at) => ({
      ...turn,
      id: `${_id}-${at}`,
      threadId: _id,
      author: { id: turn.role },
      createdAt: 0,
    })),
    context: turns,
    language: languageOf(text),
    audience: { labels: [PUBLIC] },
    threadId: _id,
    search: 'auto',
    askedAt: 0,
  }
}
