import type { AnswerEvent } from '../domain/answer.ts'
import type { AnswerPorts } from './answer-request.ts'
import type { AnswerContext } from './plan-context.ts'
import { collectAllowedLinks } from './remove-unsupported-links.ts'
import { renderEvidence } from './render-evidence.ts'
import { writeAnswer } from './write-answer.ts'

/** What a model wrote; or why it did not. */
export type Draft =
  | { readonly kind: 'written'; readonly text: string; readonly modelId: string }
  | { readonly kind: 'failed'; readonly code: string; readonly modelId: string }
  /** There is no model, or nothing for it to write from. */
  | { readonly kind: 'none'; readonly modelId: null }

// Facts want the likeliest word; small talk may be livelier, so it is left to the model.
const GROUNDED_TEMPERATURE = 0.1

/** Has the model write, where there is one and something to write from. */
export async function* draftReply(
  context: AnswerContext,
  ports: AnswerPorts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, Draft> {
  const { writer, passages, isDirect, question, pending, undone } = context
  // Without evidence a model could only invent; the abstention needs none.
  const isSaid = pending !== undefined || undone !== undefined
  if (writer === undefined || isSaid || (!isDirect && passages.length === 0)) return { kind: 'none', modelId: null }
  const { model, plan } = writer
  const writing = {
    messages: plan.render(isDirect ? '' : renderEvidence(passages, plan.boundary)),
    answerTokens: plan.answerTokens,
    boundary: plan.boundary,
    allowedLinks: collectAllowedLinks(
      passages.flatMap(({ evidence }) => [evidence.title, evidence.text, evidence.location]),
    ),
    language: question.language,
    ...(isDirect ? {} : { temperature: GROUNDED_TEMPERATURE }),
  }
  const written = yield* writeAnswer(writing, model, ports, signal)
  if (written.kind === 'written') return { kind: 'written', text: written.text, modelId: model.id }
  ports.telemetry.warn('model-gave-up', { model: model.id, code: written.error.code })
  return { kind: 'failed', code: written.error.code, modelId: model.id }
}
