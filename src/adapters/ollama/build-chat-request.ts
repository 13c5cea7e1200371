import type { Message, Tool } from 'ollama'
import type { ChatMessage, ChatRequest, ModelCapabilities, ToolDefinition } from '../../ports/chat-model.ts'
import type { WireChatRequest } from './ollama-client.ts'

export interface ChatRequestSettings {
  readonly model: string
  readonly capabilities: ModelCapabilities
  /** How long the server keeps the model loaded: `30m`, seconds, -1 for always. */
  readonly keepAlive: string | number
}

/**
 * A chat request on the wire. `num_ctx` is the same on every call, since another one makes the server load the model
 * again; `truncate` and `shift` are off, since they drop text without a word; `think` is always said, since an absent
 * one means yes for models that can.
 */
export function buildChatRequest(request: ChatRequest, settings: ChatRequestSettings): WireChatRequest {
  const { capabilities } = settings
  return {
    model: settings.model,
    messages: request.messages.map(toWireMessage),
    stream: true,
    truncate: false,
    shift: false,
    think: capabilities.thinking && request.think === true,
    keep_alive: settings.keepAlive,
    ...(request.tools?.length ? { tools: request.tools.map(toWireTool) } : {}),
    ...(request.format ? { format: request.format } : {}),
    ...(request.topLogprobs === undefined ? {} : { logprobs: true, top_logprobs: clampTop(request.topLogprobs) }),
    options: {
      num_ctx: capabilities.contextTokens,
      ...(request.maxTokens === undefined ? {} : { num_predict: Math.max(1, Math.floor(request.maxTokens)) }),
      ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
      ...(request.seed === undefined ? {} : { seed: request.seed }),
      ...(request.stop?.length ? { stop: [...request.stop] } : {}),
    },
  }
}

// The package's type lacks the identifiers that tie a tool's result to its call.
interface WireMessage extends Message {
  tool_call_id?: string
}

function toWireMessage(message: ChatMessage): WireMessage {
  return {
    role: message.role,
    content: message.content,
    ...(message.toolCalls?.length
      ? {
          tool_calls: message.toolCalls.map((call) => ({
            id: call.id,
            function: { name: call.name, arguments: { ...call.arguments } },
          })),
        }
      : {}),
    ...(message.toolName === undefined ? {} : { tool_name: message.toolName }),
    ...(message.toolCallId === undefined ? {} : { tool_call_id: message.toolCallId }),
  }
}

function toWireTool({ name, description, parameters }: ToolDefinition): Tool {
  return { type: 'function', function: { name, description, parameters } }
}

function clampTop(count: number): number {
  return Math.min(Math.max(Math.floor(count), 0), 20)
}
