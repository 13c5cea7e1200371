import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import { BaseChatModel, type BaseChatModelCallOptions } from '@langchain/core/language_models/chat_models'
import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages'
import type { ChatResult } from '@langchain/core/outputs'
import type { ChatMessage, ChatModel, ToolCall, ToolDefinition } from '../../src/ports/chat-model.ts'

export interface LangChainChatModelOptions {
  readonly model: ChatModel
  /** What the model is told of the tools that LangChain binds, by name. */
  readonly definitions: readonly ToolDefinition[]
  /** Most tokens of one step. */
  readonly maxTokens: number
  /** Makes a call of something that is no bound tool into one of a tool that can say so. */
  readonly redirect: (call: ToolCall) => ToolCall
}

/** Of one step. */
const MOST_CALLS = 8
const MOST_CHARACTERS = 16_000

/** Any `ChatModel` as LangChain knows models, so that LangChain's agent can drive it. One step at a time, not streamed. */
export class LangChainChatModel extends BaseChatModel<BaseChatModelCallOptions> {
  readonly #options: LangChainChatModelOptions

  constructor(options: LangChainChatModelOptions) {
    super({ disableStreaming: true, maxRetries: 0 })
    this.#options = options
  }

  _llmType(): string {
    return 'kiku'
  }

  /** The definitions are known from the beginning: schemas reach the model as their servers wrote them. */
  override bindTools(): this {
    return this
  }

  async _generate(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    _manager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const { model, definitions, maxTokens, redirect } = this.#options
    const signal = options.signal ?? new AbortController().signal
    const request = {
      messages: messages.map(toChatMessage),
      tools: definitions,
      maxTokens,
      temperature: 0,
      think: false,
    }
    let text = ''
    const calls: ToolCall[] = []
    for await (const event of model.stream(request, signal)) {
      if (event.kind === 'token') text += event.text
      if (event.kind === 'tool-call') calls.push(redirect(event.call))
      // No server keeps every model from going on for ever.
      if (calls.length >= MOST_CALLS || text.length >= MOST_CHARACTERS) break
    }
    const toolCalls = calls.map(({ id, name, arguments: args }) => ({
      id,
      name,
      args: { ...args },
      type: 'tool_call' as const,
    }))
    return { generations: [{ text, message: new AIMessage({ content: text, tool_calls: toolCalls }) }] }
  }
}

function toChatMessage(message: BaseMessage): ChatMessage {
  const content = message.text
  if (message instanceof ToolMessage) {
    const { name, tool_call_id: toolCallId } = message
    return { role: 'tool', content, toolCallId, ...(name === undefined ? {} : { toolName: name }) }
  }
  if (message instanceof AIMessage) {
    const toolCalls = (message.tool_calls ?? []).map(({ id, name, args }) => ({ id: id ?? '', name, arguments: args }))
    return { role: 'assistant', content, ...(toolCalls.length === 0 ? {} : { toolCalls }) }
  }
  return { role: message.type === 'system' ? 'system' : 'user', content }
}
