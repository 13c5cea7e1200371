import { toKikuError } from '../domain/errors.ts'
import type { ChatModel, ChatRequest, ModelEvent } from '../ports/chat-model.ts'
import type { Instruments, Span } from '../ports/instruments.ts'

/** The same model, each of its completions a span and a count. */
export function measureModel(model: ChatModel, instruments: Instruments): ChatModel {
  return {
    id: model.id,
    capabilities: model.capabilities,
    stream(request, signal) {
      const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model.id, ...limitsOf(request) }
      return instruments.stream('model.call', attributes, (span) =>
        measureStream(model.stream(request, signal), instruments, span),
      )
    },
  }
}

// Names of OpenTelemetry: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
function limitsOf({ maxTokens, tools = [] }: ChatRequest) {
  return {
    'kiku.offered_tools': tools.length,
    ...(maxTokens === undefined ? {} : { 'gen_ai.request.max_tokens': maxTokens }),
  }
}

async function* measureStream(
  stream: AsyncIterable<ModelEvent>,
  instruments: Instruments,
  span: Span,
): AsyncGenerator<ModelEvent, void> {
  // Whoever reads no further has what was wanted.
  let code = 'none'
  try {
    for await (const event of stream) {
      if (event.kind === 'usage') {
        const { promptTokens, completionTokens } = event
        instruments.observe('kiku_model_tokens', promptTokens, { direction: 'prompt' })
        instruments.observe('kiku_model_tokens', completionTokens, { direction: 'completion' })
        span.set({ 'gen_ai.usage.input_tokens': promptTokens, 'gen_ai.usage.output_tokens': completionTokens })
      }
      if (event.kind === 'done') span.set({ 'kiku.finish_reason': event.reason })
      yield event
    }
  } catch (thrown) {
    code = toKikuError(thrown).code
    throw thrown
  } finally {
    instruments.count('kiku_model_calls_total', { code })
  }
}
