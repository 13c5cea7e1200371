import type {
  ChatModel,
  ChatModelSource,
  ChatRequest,
  ModelCapabilities,
  ModelEvent,
} from '../../src/ports/chat-model.ts'

/** One scripted completion: the events to send, and how it ends. */
export interface ScriptedCompletion {
  readonly events: readonly ModelEvent[]
  /** Thrown after the events. */
  readonly error?: Error
  /** Never ends after the events; only the signal ends it. */
  readonly hangs?: boolean
}

export interface ScriptedChatModel extends ChatModel {
  /** What was asked, in order. */
  readonly requests: readonly ChatRequest[]
  /** How many completions are still running. */
  readonly running: () => number
  /** Throws when a completion was scripted but never asked for. */
  readonly expectAllUsed: () => void
}

export interface ScriptedChatModelOptions {
  readonly id?: string
  readonly capabilities?: Partial<ModelCapabilities>
}

/** A chat model that plays completions in order, and fails loudly when asked for one more. */
export function scriptedChatModel(
  script: readonly ScriptedCompletion[],
  { id = 'scripted', capabilities = {} }: ScriptedChatModelOptions = {},
): ScriptedChatModel {
  const requests: ChatRequest[] = []
  let running = 0
  return {
    id,
    capabilities: {
      tools: false,
      vision: false,
      thinking: false,
      logprobs: false,
      contextTokens: 8192,
      ...capabilities,
    },
    requests,
    running: () => running,
    expectAllUsed() {
      if (requests.length !== script.length)
        throw new Error(`${script.length - requests.length} completions were not asked for`)
    },
    async *stream(request, signal) {
      const completion = script[requests.length]
      requests.push(request)
      if (completion === undefined) throw new Error(`unscripted completion: ${JSON.stringify(request.messages.at(-1))}`)
      running += 1
      try {
        for (const event of completion.events) {
          signal.throwIfAborted()
          yield event
        }
        if (completion.error !== undefined) throw completion.error
        if (completion.hangs === true) await rejectOnAbort(signal)
      } finally {
        running -= 1
      }
    },
  }
}

/** A completion of these tokens that ends well. */
export function says(...tokens: readonly string[]): ScriptedCompletion {
  const events = tokens.map((text): ModelEvent => ({ kind: 'token', text }))
  return {
    events: [
      ...events,
      { kind: 'usage', promptTokens: 10, completionTokens: tokens.length },
      { kind: 'done', reason: 'stop' },
    ],
  }
}

/** A source that always finds the model. */
export function sourceOf(model: ChatModel): ChatModelSource {
  return { find: async () => ({ kind: 'ready', model }) }
}

/** A source without a model. */
export const noModel: ChatModelSource = { find: async () => ({ kind: 'none' }) }

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
