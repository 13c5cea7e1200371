import { KikuError } from '../../domain/errors.ts'
import type { ChatModel, ChatRequest, ModelCapabilities, ModelEvent } from '../../ports/chat-model.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { buildChatRequest } from './build-chat-request.ts'
import { createCallDeadline, pause } from './call-deadline.ts'
import type { HostLease, HostPool, PooledHost } from './host-pool.ts'
import type { WireChatRequest } from './ollama-client.ts'
import { readChatStream } from './read-chat-stream.ts'
import { createRetryPlan } from './retry-plan.ts'
import type { ChatChunk } from './schema.ts'
import { outcomeOf, takeHost } from './take-host.ts'
import { modelTimeout, translateError } from './translate-error.ts'

interface CallLimits {
  /** Longest wait for the first token, which includes loading the model, and for a place in the queue before that. */
  readonly firstTokenTimeoutMs: number
  /** Longest wait between two tokens. */
  readonly idleTimeoutMs: number
  /** Pause before the first repetition; doubles, with jitter. */
  readonly backoffMs: number
  /** Between 0 and 1. */
  readonly random: () => number
}

export interface OllamaChatModelOptions {
  /** Name as the server lists it. */
  readonly name: string
  readonly capabilities: ModelCapabilities
  readonly keepAlive: string | number
  readonly pool: HostPool
  /** Whether a host has the model. */
  readonly serves: (host: PooledHost) => boolean
  readonly limits: CallLimits
  readonly telemetry: Telemetry
  /** Called when the model turns out to be gone, so that it is looked for again. */
  readonly onLost: (error: KikuError) => void
}

/**
 * One model on one or several Ollama servers. A call goes to the least loaded server, and until its first event to
 * another one (or, after a pause, the same again) when that fails; afterwards a failure is the caller's, since half
 * an answer was shown.
 */
export function createOllamaChatModel(options: OllamaChatModelOptions): ChatModel {
  const { name, capabilities, keepAlive } = options
  return {
    id: `ollama:${name}`,
    capabilities,
    async *stream(request, signal) {
      signal.throwIfAborted()
      refuseIncapable(name, capabilities, request)
      yield* streamWithFailover(buildChatRequest(request, { model: name, capabilities, keepAlive }), options, signal)
    },
  }
}

function refuseIncapable(model: string, capabilities: ModelCapabilities, request: ChatRequest): void {
  const lacks =
    request.tools?.length && !capabilities.tools
      ? 'call tools'
      : request.topLogprobs !== undefined && !capabilities.logprobs
        ? 'tell probabilities'
        : undefined
  if (lacks === undefined) return
  throw new KikuError('model-incapable', `The model '${model}' cannot ${lacks}.`, {
    remedy: 'Choose a model with that capability, and update the Ollama server.',
    details: { model },
  })
}

async function* streamWithFailover(
  request: WireChatRequest,
  options: OllamaChatModelOptions,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const plan = createRetryPlan()
  for (;;) {
    const lease = await takeHost(
      { ...options, mayTry: plan.mayTry, lastError: plan.lastError(), waitMs: options.limits.firstTokenTimeoutMs },
      signal,
    )
    // A reader that stopped reading after its abort must not keep the slot.
    signal.addEventListener('abort', lease.release, { once: true })
    let hasBegun = false
    try {
      for await (const event of callHost(lease, request, options.limits, signal)) {
        hasBegun = true
        yield event
      }
      return
    } catch (thrown) {
      if (signal.aborted) throw signal.reason
      const error = translateError(thrown, { model: options.name, host: lease.host.client.address.label })
      lease.settle(outcomeOf(error))
      if (error.code === 'model-missing' || error.code === 'model-unreachable') options.onLost(error)
      if (hasBegun) throw error
      plan.recordFailure(lease.host, error)
      options.telemetry.warn('model-call-failed', { ...error.details, model: options.name, code: error.code })
    } finally {
      signal.removeEventListener('abort', lease.release)
      lease.release()
    }
    const pauseMs = plan.nextPause(options.pool.hosts.filter(options.serves), options.limits)
    if (pauseMs > 0) await pause(pauseMs, signal)
  }
}

async function* callHost(
  lease: HostLease,
  request: WireChatRequest,
  limits: CallLimits,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const deadline = createCallDeadline(signal)
  const { client } = lease.host
  const context = { model: request.model, host: client.address.label }
  const awaitToken = (stage: 'first-token' | 'next-token') => {
    const ms = stage === 'first-token' ? limits.firstTokenTimeoutMs : limits.idleTimeoutMs
    deadline.arm(ms, () => modelTimeout(stage, ms, context))
  }
  // The timer rests while the reader is busy with an event: a slow chat platform is not a slow model.
  async function* watchChunks(): AsyncGenerator<ChatChunk> {
    awaitToken('first-token')
    for await (const chunk of await client.chat(request, deadline.signal)) {
      deadline.disarm()
      lease.settle('ok')
      yield chunk
      awaitToken('next-token')
    }
  }
  try {
    yield* readChatStream(watchChunks())
  } catch (thrown) {
    throw deadline.signal.aborted ? deadline.signal.reason : thrown
  } finally {
    deadline.release()
  }
}
