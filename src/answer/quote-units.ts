import type { CheckedReply } from './compose-abstention.ts'
import type { Passage } from './fit-context.ts'
import { pointsBack } from './points-back.ts'
import { collectAllowedLinks, removeUnsupportedLinks } from './remove-unsupported-links.ts'
import type { ScoredUnit } from './score-units.ts'
import { stripControlTokens } from './strip-control-tokens.ts'
import { toCitation } from './to-citation.ts'

const LONGEST_LEAD = 240

/** Renders chosen units as quotations with citations, in reading order, numbered by first use. */
export function quoteUnits(
  chosen: readonly ScoredUnit[],
  all: readonly ScoredUnit[],
  language: 'en' | 'ja',
): CheckedReply {
  const bestFirst = [...new Set(chosen.map((unit) => unit.passage))]
  const allowed = collectAllowedLinks(
    bestFirst.flatMap(({ evidence }) => [evidence.title, evidence.text, evidence.location]),
  )
  const quotations = bestFirst.map((passage, index) => {
    const units = chosen.filter((unit) => unit.passage === passage)
    const extended = new Set(units.flatMap((unit) => withLead(unit, all)))
    const ordered = [...extended].sort((left, right) => left.start - right.start)
    const best = units[0]?.text ?? ''
    return { text: quotePassage(ordered, passage, index + 1), citation: toCitation(passage, index + 1, best) }
  })
  const text = quotations.map((quotation) => quotation.text).join('\n\n')
  const safe = removeUnsupportedLinks(stripControlTokens(text), allowed, language)
  return { kind: 'extracted', text: safe, citations: quotations.map(({ citation }) => citation) }
}

// A sentence that points back needs the one before it; a block needs the line that introduces it.
function withLead(unit: ScoredUnit, all: readonly ScoredUnit[]): ScoredUnit[] {
  const before = all.find((other) => other.passage === unit.passage && other.position === unit.position - 1)
  const after = all.find((other) => other.passage === unit.passage && other.position === unit.position + 1)
  if (unit.kind === 'sentence' && /[:：]$/.test(unit.text) && after !== undefined) return [unit, after]
  if (before === undefined || before.kind !== 'sentence' || before.text.length > LONGEST_LEAD) return [unit]
  return unit.kind !== 'sentence' || pointsBack(unit.text) ? [before, unit] : [unit]
}

function quotePassage(units: readonly ScoredUnit[], passage: Passage, number: number): string {
  const paragraphs: string[] = []
  let previous: ScoredUnit | undefined
  for (const unit of units) {
    const isNext = previous?.position === unit.position - 1 && previous.kind === 'sentence' && unit.kind === 'sentence'
    const gap = isNext ? passage.text.slice((previous?.start ?? 0) + (previous?.text.length ?? 0), unit.start) : ''
    if (isNext && !gap.includes('\n')) paragraphs.push(`${paragraphs.pop() ?? ''}${gap}${unit.text}`)
    else paragraphs.push(unit.text)
    previous = unit
  }
  const marker = `[${number}]`
  const quoted = paragraphs.map((paragraph) => paragraph.replace(/^/gm, '> '))
  const last = units.at(-1)?.kind === 'sentence' ? ` ${marker}` : `\n\n${marker}`
  return quoted.join('\n>\n') + last
}
