import { withDeadline } from '../../src/domain/with-deadline.ts'
import type { ChatModel, TokenLogprob } from '../../src/ports/chat-model.ts'
import type { PromptLibrary } from '../../src/ports/prompt-library.ts'
import { readRetProbability, readRetText } from './read-ret.ts'

export interface AskModelOptions {
  readonly question: { readonly text: string; readonly language: 'en' | 'ja' }
  readonly model: ChatModel
  readonly prompts: PromptLibrary
  readonly deadlineMs: number
  /** Least probability of `<RET>` that counts as asking, 0 to 1. */
  readonly threshold: number
}

/** Whether the model wants context, and how surely, 0 to 1. */
export interface ModelVerdict {
  readonly asks: boolean
  readonly probability: number
  readonly readFrom: 'logprobs' | 'text'
}

const MAX_TOKENS = 20
const MAX_CHARACTERS = 4000
// Without log-probabilities the text alone speaks, and untuned models follow the wording only roughly.
const SURE_FROM_TEXT = { asks: 0.85, answers: 0.2 } as const

/**
 * Adapt-LLM's first pass: the model may answer, or reply `<RET>` to get context. Reading stops as soon as the verdict
 * is known, which also ends the generation.
 * @throws what the model throws, the signal's reason, and KikuError `deadline-exceeded`
 */
export async function askModel(options: AskModelOptions, signal: AbortSignal): Promise<ModelVerdict> {
  const deadline = { signal, timeoutMs: options.deadlineMs, what: 'model asked by the router' }
  return await withDeadline(deadline, (inTime) => hearModel(options, inTime))
}

async function hearModel(options: AskModelOptions, signal: AbortSignal): Promise<ModelVerdict> {
  const { model, question, prompts, threshold } = options
  const request = {
    messages: prompts.render('route-ret', question.language, { question: question.text.slice(0, MAX_CHARACTERS) }),
    maxTokens: MAX_TOKENS,
    temperature: 0,
    think: false,
    ...(model.capabilities.logprobs && { topLogprobs: 20 }),
  }
  const reading = new AbortController()
  const stop = () => reading.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  let text = ''
  const tokens: TokenLogprob[] = []
  try {
    for await (const event of model.stream(request, reading.signal)) {
      if (event.kind === 'token') text += event.text
      if (event.kind === 'logprobs') tokens.push(...event.tokens)
      if (isSettled(text, tokens)) break
    }
  } finally {
    signal.removeEventListener('abort', stop)
    // Nobody reads on, so the server need not write on.
    reading.abort()
  }
  return readVerdict(text, tokens, threshold)
}

/** The first token's alternatives arrive before, with or after its text, so both are waited for, but not for long. */
function isSettled(text: string, tokens: readonly TokenLogprob[]): boolean {
  const heard = readRetText(text)
  if (heard === 'answers') return readRetProbability(tokens) !== undefined || text.length > 40
  return heard === 'asks'
}

function readVerdict(text: string, tokens: readonly TokenLogprob[], threshold: number): ModelVerdict {
  const heard = readRetText(text)
  const probability = readRetProbability(tokens)
  if (probability === undefined) {
    const asks = heard === 'asks'
    return { asks, probability: asks ? SURE_FROM_TEXT.asks : SURE_FROM_TEXT.answers, readFrom: 'text' }
  }
  const asks = heard === 'asks' || probability >= threshold
  return { asks, probability, readFrom: 'logprobs' }
}
