import type { Probe, Question } from '../../src/answer/question.ts'
import { languageOf } from '../../src/domain/language/scripts.ts'
import type { Namespace } from '../../src/domain/task.ts'
import type { ChatModel, ChatRequest, ModelEvent } from '../../src/ports/chat-model.ts'
import type { PromptLibrary } from '../../src/ports/prompt-library.ts'

/** A question as it is written, in a thread whose turns alternate and end with the assistant's. */
export function askedAs(text: string, earlier: readonly string[] = []): Question {
  const turns = earlier.map((said, at) => {
    const role = (earlier.length - at) % 2 === 1 ? ('assistant' as const) : ('user' as const)
    return { id: `turn-${at}`, threadId: 'thread-1', role, author: { id: role }, text: said, createdAt: at }
  })
  return {
    text,
    original: text,
    ownWords: text,
    turns,
    context: [],
    language: languageOf(text),
    audience: { labels: ['public'] },
    threadId: 'thread-1',
    search: 'auto',
    askedAt: 0,
  }
}

/** What a probe found: one hit per probability, best first. */
export function probed(namespace: Namespace, ...probabilities: readonly number[]): Probe {
  const hits = probabilities.map((probability, at) => ({
    key: at + 1,
    namespace,
    score: probability,
    probability,
    legs: {},
  }))
  return { namespace, hits }
}

export interface ScriptedModel extends ChatModel {
  readonly requests: ChatRequest[]
  /** Whether the reader ended the stream before its script did. */
  wasLeftEarly(): boolean
}

/** A model that emits the given events, in order, or throws what is given instead. One script, for one call. */
export function scriptModel(
  script: readonly ModelEvent[] | Error | 'hangs',
  capabilities: Partial<ChatModel['capabilities']> = {},
): ScriptedModel {
  const requests: ChatRequest[] = []
  let finished = false
  return {
    id: 'scripted',
    capabilities: {
      tools: false,
      vision: false,
      thinking: false,
      logprobs: true,
      contextTokens: 4096,
      ...capabilities,
    },
    requests,
    wasLeftEarly: () => requests.length === 1 && !finished,
    async *stream(request, signal) {
      if (requests.length > 0) throw new Error('the scripted model was asked twice')
      requests.push(request)
      if (script instanceof Error) throw script
      if (script === 'hangs') {
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
      } else {
        for (const event of script) {
          signal.throwIfAborted()
          yield event
        }
        finished = true
      }
    },
  }
}

/** A first token with its alternatives, by probability. */
export function firstToken(token: string, probability: number, others: Readonly<Record<string, number>>): ModelEvent {
  const alternatives = Object.entries({ [token]: probability, ...others }).map(([text, share]) => ({
    token: text,
    logprob: Math.log(share),
  }))
  return { kind: 'logprobs', tokens: [{ token, logprob: Math.log(probability), alternatives }] }
}

/** Prompts that show the question alone. Only the router's own prompt is known. */
export const routingPrompts: PromptLibrary = {
  render(name, language, { question }) {
    if (name !== 'route-ret' || question === undefined) throw new Error(`unscripted prompt ${name}`)
    return [{ role: 'user', content: `${language}: ${question}` }]
  },
}
