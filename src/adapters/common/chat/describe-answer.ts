import type { Answer } from '../../../domain/answer.ts'
import type { Decision } from '../../../domain/decision.ts'
import type { Citation } from '../../../domain/evidence.ts'
import type { ChatWords } from './chat-words.ts'
import { cleanLine } from './clean-text.ts'

const MODEL_CHARACTERS = 80
const REASON_CHARACTERS = 100
const MOST_REASONS = 10
const TOOL_CHARACTERS = 64
const MOST_CONSIDERED = 6
const MOST_CALLS = 8
/** Shorter stages are not worth a line. */
const LEAST_MS = 5

/** Makes foreign words harmless on a platform, such as a model's name. */
export type Neutralize = (text: string) => string

/** How an answer came about, in a line: 'searched knowledge · used 6 of 9 passages · written by …'. */
export function describeOrigin(answer: Answer, words: ChatWords, neutralize: Neutralize): string {
  const { decision, evidence } = answer
  const places = decision.labels.flatMap((label) => (label === 'direct' ? [] : [label]))
  return [
    places.length === 0 ? words.answeredDirectly : words.searched(places),
    ...(evidence.found === 0 ? [] : [words.usedEvidence(evidence.used, evidence.found)]),
    ...describeWriter(answer, words, neutralize),
  ].join(' · ')
}

/** The reasons of a decision, who decided and how surely. */
export function describeDecision(
  { reasons, decidedBy, confidence }: Decision,
  words: ChatWords,
  neutralize: Neutralize,
): { readonly reasons: readonly string[]; readonly verdict: string } {
  const name = (reason: string) =>
    words.reasons[reason] ?? neutralize(cleanLine(reason.replaceAll('-', ' '), REASON_CHARACTERS))
  return {
    reasons: reasons.slice(0, MOST_REASONS).map(name),
    verdict: `${words.decidedBy[decidedBy]} · ${words.confidence(Math.round(confidence * 100))}`,
  }
}

/** The time that each stage took, the shortest aside. */
export function describeTimings({ timings }: Answer, words: ChatWords, neutralize: Neutralize): readonly string[] {
  const noted = Object.entries(timings).filter(([stage, ms]) => stage === 'total' || ms >= LEAST_MS)
  const name = (stage: string) => words.stageNames[stage] ?? neutralize(cleanLine(stage, REASON_CHARACTERS))
  return noted.map(([stage, ms]) => `${name(stage)}: ${words.seconds(formatSeconds(ms))}`)
}

/** The tools that were looked at for an answer, and what came of those that were called. Results are not kept. */
export function describeTools(
  { tools }: Answer,
  words: ChatWords,
  neutralize: Neutralize,
): { readonly considered: readonly string[]; readonly called: readonly string[] } {
  const name = (id: string) => neutralize(cleanLine(id, TOOL_CHARACTERS))
  const { considered = [], calls = [] } = tools ?? {}
  return {
    considered: considered
      .slice(0, MOST_CONSIDERED)
      .map(({ id, probability }) => words.tools.fits(name(id), Math.round(probability * 100))),
    called: calls.slice(0, MOST_CALLS).map(({ id, outcome, durationMs, code }) => {
      const outcomeWords = `${words.tools.outcomes[outcome]}${code === undefined ? '' : ` (${neutralize(cleanLine(code, TOOL_CHARACTERS))})`}`
      const time = outcome === 'awaiting-approval' ? [] : [words.seconds(formatSeconds(durationMs))]
      return [name(id), outcomeWords, ...time].join(' · ')
    }),
  }
}

/** Where in its document a passage stands, such as 'page 3'. */
export function describePlace({ location, locator }: Citation, words: ChatWords): string | undefined {
  if (locator.page !== undefined) {
    return /\.(?:pptx|odp)$/i.test(location) ? words.slide(locator.page) : words.page(locator.page)
  }
  if (locator.row !== undefined) return words.row(locator.row)
  return locator.line === undefined ? undefined : words.line(locator.line)
}

/** Whether nothing was searched for an answer, so that a search may do better. */
export function isAnsweredDirectly(decision: Decision): boolean {
  return decision.labels.every((label) => label === 'direct')
}

function describeWriter({ kind, model, pending }: Answer, words: ChatWords, neutralize: Neutralize): string[] {
  switch (kind) {
    case 'abstained':
      return [pending === undefined ? words.nothingFound : words.tools.waiting]
    case 'extracted':
      return [words.quoted]
    case 'answered':
      return model === null ? [] : [words.writtenBy(neutralize(cleanLine(model, MODEL_CHARACTERS)))]
  }
}

function formatSeconds(ms: number): string {
  const seconds = ms / 1000
  return seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)
}
