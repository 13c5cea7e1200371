import { Buffer } from 'node:buffer'
import type http from 'node:http'
import {
  type FakeOllamaModel,
  type OllamaRequest,
  RefusedRequest,
  type ScriptedChat,
  tokenize,
  type WireChatBody,
} from './ollama-wire.ts'

/** Refuses what Ollama refuses before it runs a model. */
export function checkChatBody(body: WireChatBody, model: FakeOllamaModel): void {
  const top = body.top_logprobs ?? 0
  if (top < 0 || top > 20) throw new RefusedRequest(400, 'top_logprobs must be between 0 and 20')
  for (const name of ['num_ctx', 'num_predict', 'seed', 'temperature']) {
    const value = body.options?.[name]
    if (value !== undefined && typeof value !== 'number') {
      throw new RefusedRequest(500, `option "${name}" must be of type integer`)
    }
  }
  const can = (capability: string) => model.capabilities.includes(capability)
  if (!can('completion')) throw new RefusedRequest(400, `"${body.model}" does not support chat`)
  if (body.tools?.length && !can('tools')) throw new RefusedRequest(400, `${model.name} does not support tools`)
  if (body.think && !can('thinking')) throw new RefusedRequest(400, `"${body.model}" does not support thinking`)
}

/** Cuts what does not fit as Ollama does, or refuses where `truncate` and `shift` are off. */
export function countPrompt(body: WireChatBody, numCtx: number): number {
  const messages = [...(body.messages ?? [])]
  const count = () => messages.reduce((sum, { content }) => sum + tokenize(content ?? '').length + 4, 0)
  while (body.truncate !== false && count() > numCtx) {
    const oldest = messages.findIndex(({ role }, at) => role !== 'system' && at < messages.length - 1)
    if (oldest === -1) break
    messages.splice(oldest, 1)
  }
  if (count() <= numCtx - 1) return count()
  if (body.truncate === false) {
    const text = `request (${count()} tokens) exceeds the available context size (${numCtx} tokens), try increasing it`
    throw new RefusedRequest(
      400,
      JSON.stringify({ error: { code: 400, message: text, type: 'exceed_context_size_error' } }),
    )
  }
  if (body.shift === false) {
    throw new RefusedRequest(400, 'the prompt is longer than the context length currently available to the model')
  }
  return numCtx
}

/** Streams a scripted chat as NDJSON. */
export async function streamChat({
  body,
  script,
  model,
  promptTokens,
  request,
  response,
  signal,
  onChange,
}: {
  readonly body: WireChatBody
  readonly script: ScriptedChat
  readonly model: FakeOllamaModel
  readonly promptTokens: number
  readonly request: OllamaRequest
  readonly response: http.ServerResponse
  readonly signal: AbortSignal
  readonly onChange: () => void
}): Promise<void> {
  if (script.status !== undefined) throw new RefusedRequest(script.status, script.error ?? '')
  const write = createWriter(response, script.writeBytes)
  if (script.raw !== undefined) {
    write(script.raw)
    response.end()
    return
  }
  const pieces = buildPieces(body, script, model)
  const limit = typeof body.options?.num_predict === 'number' ? body.options.num_predict : Number.POSITIVE_INFINITY
  for (const [at, piece] of pieces.entries()) {
    if (at >= limit) break
    await unlessAborted(script.beforePiece?.(at), signal)
    if (signal.aborted) return
    if (script.failAfter === at) {
      const error = script.error ?? 'an error was encountered while running the model'
      if (at === 0) throw new RefusedRequest(500, error)
      write(`${JSON.stringify({ error })}\n`)
      response.end()
      return
    }
    if (script.cutAfter === at) {
      // What was written must be on its way first, or the cut would take it along.
      if (at > 0) await new Promise<void>((resolve) => response.write('\n', () => resolve()))
      response.destroy()
      return
    }
    write(`${JSON.stringify(piece)}\n`)
    request.sent += 1
    onChange()
  }
  await unlessAborted(script.beforePiece?.(pieces.length), signal)
  if (signal.aborted) return
  if (!script.noDone) {
    write(
      `${JSON.stringify({
        ...line(body, ''),
        done: true,
        done_reason: script.doneReason ?? (pieces.length > limit ? 'length' : 'stop'),
        total_duration: 1_000_000,
        prompt_eval_count: promptTokens,
        eval_count: Math.min(pieces.length, limit),
      })}\n`,
    )
  }
  response.end()
}

function createWriter(response: http.ServerResponse, pieceBytes: number | undefined): (text: string) => void {
  return (text) => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const bytes = Buffer.from(text)
    const step = pieceBytes ?? bytes.length
    for (let at = 0; at < bytes.length; at += step) response.write(bytes.subarray(at, at + step))
  }
}

function line(body: WireChatBody, content: string, extra: object = {}) {
  const message = { role: 'assistant', content, ...extra }
  return { model: body.model, created_at: '2026-01-01T00:00:00.000000Z', message, done: false }
}

function buildPieces(body: WireChatBody, script: ScriptedChat, model: FakeOllamaModel): readonly object[] {
  // A model that can think does so unless told not to.
  const thinks = model.capabilities.includes('thinking') && body.think !== false
  const thinking = thinks ? tokenize(script.thinking ?? '') : []
  const content = script.chunks ?? tokenize(script.content ?? '')
  return [
    ...thinking.map((text) => ({ ...line(body, '', { thinking: text }), ...logprobsOf(body, script, text, false) })),
    ...content.map((text, at) => ({ ...line(body, text), ...logprobsOf(body, script, text, at === 0) })),
    ...(script.toolCalls?.length
      ? [
          line(body, '', {
            tool_calls: script.toolCalls.map((call, index) => ({
              id: `call_fake_${index}`,
              function: { index, name: call.name, arguments: call.arguments },
            })),
          }),
        ]
      : []),
  ]
}

function logprobsOf(body: WireChatBody, script: ScriptedChat, token: string, isFirst: boolean): object {
  if (!body.logprobs) return {}
  const known = isFirst ? script.firstLogprobs : undefined
  const top = (known ?? [{ token, logprob: -0.25 }]).slice(0, body.top_logprobs ?? 0)
  const own = known?.find((entry) => entry.token === token)?.logprob ?? -0.25
  return { logprobs: [{ token, logprob: own, bytes: [...Buffer.from(token)], top_logprobs: top }] }
}

function unlessAborted(wait: Promise<void> | undefined, signal: AbortSignal): Promise<void> | undefined {
  if (wait === undefined || signal.aborted) return undefined
  return new Promise((resolve, reject) => {
    const stop = () => resolve()
    signal.addEventListener('abort', stop, { once: true })
    wait.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
