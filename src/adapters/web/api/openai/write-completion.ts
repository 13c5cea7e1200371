import type { Answer, AnswerEvent } from '../../../../domain/answer.ts'
import type { Citation } from '../../../../domain/evidence.ts'
import { estimateTokens } from '../../../../domain/language/estimate-tokens.ts'
import type {
  ChatCompletionBody,
  ChatCompletionChunkView,
  ChatCompletionView,
  ChatSourcesView,
} from '../schemas/openai.ts'
import type { ShowLocation } from '../views/show-location.ts'
import { viewDecision } from '../views/view-answer.ts'
import { viewCitation } from '../views/view-evidence.ts'
import { correctDraft, listSources } from './list-sources.ts'
import { createLiveText } from './live-text.ts'

/** What is the same in all parts of one completion. */
export interface CompletionFrame {
  readonly id: string
  /** Epoch seconds. */
  readonly created: number
  readonly model: string
  readonly language: 'en' | 'ja'
  readonly show: ShowLocation
  /** Of the request. */
  readonly promptTokens: number
  readonly includesUsage: boolean
}

export function promptTokensOf({ messages }: Pick<ChatCompletionBody, 'messages'>): number {
  const textOf = ({ content }: ChatCompletionBody['messages'][number]) =>
    typeof content === 'string' ? content : (content ?? []).map(({ text = '' }) => text).join('\n')
  return messages.reduce((sum, message) => sum + estimateTokens(textOf(message)), 0)
}

export function wholeCompletion(answer: Answer, frame: CompletionFrame): ChatCompletionView {
  const { id, created, model, show, language } = frame
  const content = answer.text + listSources(answer.citations, show, language)
  const message = {
    role: 'assistant' as const,
    content,
    refusal: null,
    kiku: sourcesOf(answer, answer.citations, show),
  }
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: usageOf(frame, content),
  }
}

/** The parts of a completion while its answer is made. What fails is thrown. */
export async function* completionChunks(
  events: AsyncIterable<AnswerEvent>,
  frame: CompletionFrame,
): AsyncGenerator<ChatCompletionChunkView> {
  const live = createLiveText()
  let content = ''
  const say = (text: string): ChatCompletionChunkView[] => {
    content += text
    return text === '' ? [] : [chunk({ content: text }, frame)]
  }
  yield chunk({ role: 'assistant', content: '' }, frame)
  for await (const event of events) {
    if (event.kind === 'failed') throw event.error
    if (event.kind === 'evidence') live.useEvidence(event.evidence.map(({ key }) => key))
    if (event.kind === 'token') yield* say(live.push(event.text))
    if (event.kind !== 'done') continue
    const end = live.finish(event.answer)
    if (end.kind === 'held') yield* say(end.rest)
    else yield* say(end.hasDraft ? correctDraft(end.text, frame.language) : end.text)
    yield* say(listSources(end.citations, frame.show, frame.language))
    yield chunk({ kiku: sourcesOf(event.answer, end.citations, frame.show) }, frame, 'stop')
    if (frame.includesUsage) yield { ...chunk({}, frame), choices: [], usage: usageOf(frame, content) }
    return
  }
}

function chunk(
  delta: ChatCompletionChunkView['choices'][number]['delta'],
  { id, created, model, includesUsage }: CompletionFrame,
  finish: 'stop' | null = null,
): ChatCompletionChunkView {
  return {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(includesUsage ? { usage: null } : {}),
  }
}

function sourcesOf({ decision }: Answer, citations: readonly Citation[], show: ShowLocation): ChatSourcesView {
  return { citations: citations.map((citation) => viewCitation(citation, show)), decision: viewDecision(decision) }
}

function usageOf({ promptTokens }: CompletionFrame, content: string): ChatCompletionView['usage'] {
  const completion = estimateTokens(content)
  return { prompt_tokens: promptTokens, completion_tokens: completion, total_tokens: promptTokens + completion }
}
