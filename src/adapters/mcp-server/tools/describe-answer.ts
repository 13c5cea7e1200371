import { z } from 'zod'
import type { Answer } from '../../../domain/answer.ts'
import { isBeyond } from '../../../domain/audience.ts'
import { ROUTE_LABELS } from '../../../domain/decision.ts'
import { KikuError } from '../../../domain/errors.ts'
import { cleanLine } from '../../common/chat/clean-text.ts'
import { describeOrigin } from '../../common/chat/describe-answer.ts'
import { chatWords } from '../../common/chat/words.ts'
import type { CallOutcome } from '../call-desk.ts'
import { cleanPassage, cutLongText } from '../clean-passage.ts'
import { mcpWords } from '../words.ts'
import { cleanTitle, joinPlace, nameSpot } from './describe-passage.ts'
import type { ToolContext } from './tool-context.ts'

const MOST_CITATIONS = 50
const QUOTE_CHARACTERS = 800
const REASON_CHARACTERS = 100
const MOST_REASONS = 10

/** The structured form of an answer, as `kiku ask --json` calls its parts. */
export const ANSWER_OUTPUT = {
  kind: z.enum(['answered', 'extracted', 'abstained']).describe('Written by a model, quoted, or no support found'),
  answer: z.string().describe('Markdown with [n] markers for the citations'),
  citations: z.array(
    z.object({
      number: z.number().int().min(1),
      key: z.number().int().min(0).describe('Names the passage for open'),
      title: z.string(),
      location: z.string(),
      place: z.string(),
      quote: z.string(),
      probability: z.number().min(0).max(1),
    }),
  ),
  decision: z
    .object({
      labels: z.array(z.enum(ROUTE_LABELS)),
      confidence: z.number(),
      reasons: z.array(z.string()),
      decidedBy: z.enum(['features', 'model', 'asker']),
    })
    .describe('Whether Kiku searched, and why'),
  evidence: z.object({ used: z.number().int().min(0), found: z.number().int().min(0) }),
  model: z.string().nullable(),
}

/** An answer as text with numbered sources, and in its structured form. */
export function describeAnswer(answer: Answer, language: 'en' | 'ja', context: ToolContext): CallOutcome {
  const { caller, desk } = context
  // The host has filtered already; this is the last place at which a slip of it can be stopped.
  if (isBeyond(answer.audiences ?? [], caller.audience)) {
    throw new KikuError('internal', 'An answer rests on what its reader may not read.')
  }
  const words = chatWords(language)
  const text = cleanPassage(answer.text, Math.floor(desk.limits.outputCharacters * 0.6))
  const citations = listCitations(answer, language, context)
  const sources = citations.map((citation) => `[${citation.number}] ${joinPlace(citation)} – key ${citation.key}`)
  const origin = describeOrigin(answer, words, (name) => name)
  const blocks = [
    text,
    ...(answer.pending === undefined ? [] : [mcpWords(language).needsApproval]),
    ...(sources.length === 0 ? [] : [`${words.sources}:\n${sources.join('\n')}`]),
    ...(answer.degraded === undefined ? [] : [words.degraded(answer.degraded, answer.kind === 'extracted')]),
    origin,
  ]
  const structuredContent = {
    kind: answer.kind,
    answer: text,
    citations,
    decision: describeDecision(answer),
    evidence: { used: answer.evidence.used, found: answer.evidence.found },
    model: answer.model === null ? null : cleanLine(answer.model, REASON_CHARACTERS),
  }
  return {
    kind: 'done',
    result: {
      content: [{ type: 'text', text: cutLongText(blocks.join('\n\n'), desk.limits.outputCharacters) }],
      structuredContent,
    },
  }
}

function listCitations({ citations }: Answer, language: 'en' | 'ja', { places, desk }: ToolContext) {
  const listed = citations.slice(0, MOST_CITATIONS)
  const share = Math.floor((desk.limits.outputCharacters * 0.4) / Math.max(1, listed.length))
  return listed.map((citation) => ({
    number: citation.number,
    key: citation.key,
    title: cleanTitle(citation.title),
    location: places.show(citation),
    place: nameSpot(citation.location, citation.locator, chatWords(language)),
    quote: cleanPassage(citation.quote, Math.min(QUOTE_CHARACTERS, share)),
    probability: Math.min(1, Math.max(0, citation.score)),
  }))
}

function describeDecision({ decision: { labels, confidence, reasons, decidedBy } }: Answer) {
  return {
    labels: [...labels],
    confidence,
    reasons: reasons.slice(0, MOST_REASONS).map((reason) => cleanLine(reason, REASON_CHARACTERS)),
    decidedBy,
  }
}
