import type { KikuError } from '../domain/errors.ts'
import type { JsonSchema } from '../domain/tool.ts'

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string
  /** Calls that an assistant message made. */
  readonly toolCalls?: readonly ToolCall[]
  /** On a tool message: the tool's name and the call that it answers. */
  readonly toolName?: string
  readonly toolCallId?: string
}

export interface ToolCall {
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

export interface ToolDefinition {
  readonly name: string
  readonly description: string
  readonly parameters: JsonSchema
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[]
  readonly tools?: readonly ToolDefinition[]
  /** Constrains the answer to JSON of this schema. */
  readonly format?: JsonSchema
  /** Most tokens to generate. */
  readonly maxTokens?: number
  readonly temperature?: number
  readonly seed?: number
  readonly stop?: readonly string[]
  /** Whether a thinking model may think. Absent means false. */
  readonly think?: boolean
  /** Asks for this many alternatives per token, 0 to 20. */
  readonly topLogprobs?: number
}

export interface TokenLogprob {
  readonly token: string
  /** Natural logarithm of the probability. */
  readonly logprob: number
  readonly alternatives: readonly { readonly token: string; readonly logprob: number }[]
}

/** One piece of a model's answer. A stream that ends well ends with `done`; everything else throws. */
export type ModelEvent =
  | { readonly kind: 'token'; readonly text: string }
  /** Never part of the answer, never stored. */
  | { readonly kind: 'thinking'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly call: ToolCall }
  | { readonly kind: 'logprobs'; readonly tokens: readonly TokenLogprob[] }
  | { readonly kind: 'usage'; readonly promptTokens: number; readonly completionTokens: number }
  | { readonly kind: 'done'; readonly reason: 'stop' | 'length' }

export interface ModelCapabilities {
  readonly tools: boolean
  readonly vision: boolean
  readonly thinking: boolean
  readonly logprobs: boolean
  /** Prompt and completion together, fixed for the life of the model. */
  readonly contextTokens: number
}

export interface ChatModel {
  readonly id: string
  readonly capabilities: ModelCapabilities
  /**
   * Streams one completion. Aborting the signal ends the generation on the server too, before and after the first
   * token, and rejects with the signal's reason.
   * @throws KikuError `model-missing`, `model-busy`, `model-unreachable`, `model-timeout`, `model-failed`,
   * `model-incapable`, `prompt-too-long`
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelEvent>
}

/** Finds the model to use now. A model that was down a moment ago is not asked again at once. */
export interface ChatModelSource {
  find(signal: AbortSignal): Promise<ModelLookup>
}

export type ModelLookup =
  | { readonly kind: 'ready'; readonly model: ChatModel }
  /** No model is configured. */
  | { readonly kind: 'none' }
  /** One is configured but cannot be used; `error` says why and what to do. */
  | { readonly kind: 'unavailable'; readonly error: KikuError }
