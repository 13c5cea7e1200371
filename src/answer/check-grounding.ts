import type { Citation } from '../domain/evidence.ts'
import { chooseQuote } from './choose-quote.ts'
import { type CheckedReply, composeAbstention } from './compose-abstention.ts'
import type { Passage } from './fit-context.ts'
import { type Judgement, judgeSentence } from './judge-sentence.ts'
import { measureSupport, type WeighedText, weighText } from './measure-support.ts'
import { unsupportedMark } from './own-sentences.ts'
import { moveMarkersIntoSentences, writeMarkers } from './read-markers.ts'
import { collectAllowedLinks, removeUnsupportedLinks } from './remove-unsupported-links.ts'
import { type AnswerSegment, splitAnswer } from './split-answer.ts'
import { stripControlTokens } from './strip-control-tokens.ts'
import { toCitation } from './to-citation.ts'

/** What a model wrote, and what it wrote from. */
export interface Draft {
  readonly text: string
  readonly passages: readonly Passage[]
  readonly question: { readonly text: string; readonly language: 'en' | 'ja' }
  /** The fence secret of the prompt, which must not show. */
  readonly boundary: string
}

/**
 * Holds an answer against its evidence: links that are not in it go, markers that resolve to nothing go, a statement
 * without support is marked, and with no support at all the answer becomes an honest abstention. Citations are
 * numbered in order of first use.
 */
export function checkGrounding(draft: Draft): CheckedReply {
  const { passages, question } = draft
  const weighed = passages.map((passage) => ({
    passage,
    weighed: weighText(`${passage.evidence.title}\n${passage.text}`),
  }))
  const weighedQuestion = weighText(question.text)
  const measure = (sentence: WeighedText) =>
    weighed.map((item) => ({
      number: item.passage.number,
      support: measureSupport(sentence, item.weighed, weighedQuestion),
    }))
  const segments = splitAnswer(cleanDraft(draft)).map((segment) => ({ segment, judgement: judge(segment, measure) }))
  if (!segments.some(({ judgement }) => judgement?.kind === 'supported')) {
    return composeAbstention(passages.length === 0 ? 'nothing-found' : 'not-answered', passages, question)
  }
  const numbering = numberInOrder(segments.flatMap(({ judgement }) => judgement?.numbers ?? []))
  const text = segments
    .map((item) => renderSegment(item.segment, item.judgement, numbering, question.language))
    .join('')
  return {
    kind: 'answered',
    text: text.trim(),
    citations: citeSources(segments.map(onlyJudgement), numbering, passages),
  }
}

function cleanDraft({ text, passages, question, boundary }: Draft): string {
  const allowed = collectAllowedLinks(
    passages.flatMap(({ evidence }) => [evidence.title, evidence.text, evidence.location]),
  )
  const safe = removeUnsupportedLinks(stripControlTokens(text, boundary), allowed, question.language)
  return moveMarkersIntoSentences(safe.trim())
}

function judge(segment: AnswerSegment, measure: Parameters<typeof judgeSentence>[1]): Judgement | undefined {
  return segment.kind === 'sentence' ? judgeSentence(segment.text, measure) : undefined
}

function onlyJudgement(item: { readonly judgement: Judgement | undefined }): Judgement | undefined {
  return item.judgement
}

function numberInOrder(numbers: readonly number[]): ReadonlyMap<number, number> {
  return new Map([...new Set(numbers)].map((number, index) => [number, index + 1]))
}

function renderSegment(
  segment: AnswerSegment,
  judgement: Judgement | undefined,
  numbering: ReadonlyMap<number, number>,
  language: 'en' | 'ja',
): string {
  if (judgement === undefined) return segment.text
  const numbers = judgement.numbers.flatMap((number) => numbering.get(number) ?? [])
  const text = writeMarkers(judgement.text, numbers)
  return judgement.kind === 'unsupported' ? text + unsupportedMark(language) : text
}

function citeSources(
  judgements: readonly (Judgement | undefined)[],
  numbering: ReadonlyMap<number, number>,
  passages: readonly Passage[],
): Citation[] {
  return [...numbering].flatMap(([number, shown]) => {
    const passage = passages.find((candidate) => candidate.number === number)
    const statements = judgements.filter((judgement) => judgement?.numbers.includes(number) === true)
    const statement = statements.map((judgement) => judgement?.text).join(' ')
    return passage === undefined ? [] : [toCitation(passage, shown, chooseQuote(passage.text, statement))]
  })
}
