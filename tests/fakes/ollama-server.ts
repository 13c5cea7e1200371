import { Buffer } from 'node:buffer'
import http from 'node:http'
import { checkChatBody, countPrompt, streamChat } from './ollama-chat.ts'
import { createScheduler, type SchedulerStats } from './ollama-scheduler.ts'
import {
  digestOf,
  type FakeOllamaModel,
  fakeVector,
  type OllamaRequest,
  RefusedRequest,
  type ScriptedChat,
  sendJson,
  tokenize,
  type WireChatBody,
  type WireEmbedBody,
  withTag,
} from './ollama-wire.ts'

export type { FakeOllamaModel, ScriptedChat } from './ollama-wire.ts'

/** Says what to answer. Called once for each chat that reaches a model. */
type ChatScript = (body: WireChatBody, about: { readonly count: number }) => ScriptedChat | Promise<ScriptedChat>

/** Refuses embedding requests, or changes their vectors. */
type EmbedScript = (
  inputs: readonly string[],
  about: { readonly count: number },
) =>
  | {
      readonly status?: number
      readonly error?: string
      readonly vectors?: readonly (readonly number[])[]
      /** Sent as the whole body, with 200. */
      readonly body?: string
      /** Awaited before the answer, or for ever when the client goes away first. */
      readonly wait?: Promise<void>
    }
  | undefined

/** What goes wrong on every path: no answer at all, a cut connection, or an answer of some other server. */
type ServerFault =
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly body: string }

export interface OllamaServerOptions {
  readonly models?: readonly FakeOllamaModel[]
  /** Without a script every chat is refused with a 500 that says so. */
  readonly script?: ChatScript
  readonly embedScript?: EmbedScript
  readonly fault?: ServerFault
  /** Chats at once on one model. Default 1, as Ollama's. */
  readonly numParallel?: number
  /** Requests that may wait for a load. Default 512, as Ollama's. */
  readonly maxQueue?: number
  /** Awaited while a model loads. */
  readonly load?: () => Promise<void>
  readonly version?: string
  /** 0 for any free port. */
  readonly port?: number
}

export interface OllamaServer {
  readonly url: string
  readonly port: number
  /** Requests that ran a model (or tried to), oldest first. */
  readonly requests: readonly OllamaRequest[]
  /** `METHOD path` of every request. */
  readonly paths: readonly string[]
  readonly stats: SchedulerStats
  openConnections(): number
  setScript(script: ChatScript): void
  setEmbedScript(script: EmbedScript | undefined): void
  setFault(fault: ServerFault | undefined): void
  setModels(models: readonly FakeOllamaModel[]): void
  /** Resolves as soon as the condition holds; rejects after five seconds. */
  until(condition: () => boolean): Promise<void>
  close(): Promise<void>
}

export const CHAT_MODEL: FakeOllamaModel = {
  name: 'chat:latest',
  capabilities: ['completion', 'tools'],
  context: 8192,
  family: 'llama',
  parameterSize: '8.0B',
}
export const THINKING_MODEL: FakeOllamaModel = {
  name: 'thinker:latest',
  capabilities: ['completion', 'tools', 'thinking'],
  context: 8192,
  family: 'qwen3',
  parameterSize: '4.0B',
}
export const EMBEDDING_MODEL: FakeOllamaModel = {
  name: 'embed:latest',
  capabilities: ['embedding'],
  context: 512,
  family: 'bert',
  dimension: 384,
  parameterSize: '137M',
}

/** A local server that speaks Ollama's wire format, with scripts for its models and faults for its network. */
export async function startOllamaServer(options: OllamaServerOptions = {}): Promise<OllamaServer> {
  let models = options.models ?? [CHAT_MODEL, THINKING_MODEL, EMBEDDING_MODEL]
  let { script, embedScript, fault } = options
  const requests: OllamaRequest[] = []
  const paths: string[] = []
  const conditions = new Set<() => void>()
  const sockets = new Set<object>()
  const notify = () => {
    for (const check of conditions) check()
  }
  const scheduler = createScheduler({
    numParallel: options.numParallel ?? 1,
    maxQueue: options.maxQueue ?? 512,
    load: options.load ?? (async () => {}),
    onChange: notify,
  })

  function lookUp(name: string | undefined, kind: 'chat' | 'embed' | 'show'): FakeOllamaModel {
    if (!name) throw new RefusedRequest(400, 'model is required')
    const model = models.find((candidate) => candidate.name === withTag(name))
    if (model !== undefined) return model
    if (kind === 'embed') throw new RefusedRequest(404, `model "${name}" not found, try pulling it first`)
    throw new RefusedRequest(404, `model '${name}' not found`)
  }

  function record(kind: 'chat' | 'embed', body: object, response: http.ServerResponse) {
    const request: OllamaRequest = {
      kind,
      chat: kind === 'chat' ? body : {},
      embed: kind === 'embed' ? body : {},
      aborted: false,
      sent: 0,
    }
    const controller = new AbortController()
    requests.push(request)
    response.on('close', () => {
      if (response.writableFinished) return
      request.aborted = true
      controller.abort()
      notify()
    })
    notify()
    return { request, signal: controller.signal }
  }

  async function chat(body: WireChatBody, response: http.ServerResponse): Promise<void> {
    const { request, signal } = record('chat', body, response)
    const model = lookUp(body.model, 'chat')
    checkChatBody(body, model)
    const numCtx = typeof body.options?.num_ctx === 'number' ? body.options.num_ctx : 4096
    const slot = await scheduler.acquire(model, numCtx, signal)
    try {
      const promptTokens = countPrompt(body, Math.min(numCtx, model.context))
      if (script === undefined) throw new RefusedRequest(500, 'the fake server has no script for this chat')
      const count = requests.filter(({ kind }) => kind === 'chat').length
      const scripted = await script(body, { count })
      await streamChat({ body, script: scripted, model, promptTokens, request, response, signal, onChange: notify })
    } finally {
      slot.release()
    }
  }

  async function embed(body: WireEmbedBody, response: http.ServerResponse): Promise<void> {
    const { signal } = record('embed', body, response)
    const model = lookUp(body.model, 'embed')
    const inputs = typeof body.input === 'string' ? [body.input] : [...(body.input ?? [])]
    const numCtx = Math.min(typeof body.options?.num_ctx === 'number' ? body.options.num_ctx : 4096, model.context)
    const slot = await scheduler.acquire(model, numCtx, signal)
    try {
      const count = requests.filter(({ kind }) => kind === 'embed').length
      const scripted = embedScript?.(inputs, { count })
      await scripted?.wait
      if (scripted?.status !== undefined) throw new RefusedRequest(scripted.status, scripted.error ?? '')
      if (scripted?.body !== undefined) {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(scripted.body)
        return
      }
      const vectors = inputs.map((input) => {
        const tokens = tokenize(input).filter((token) => token.trim() !== '')
        if (tokens.length + 2 <= numCtx) return fakeVector(input, model.dimension ?? 384)
        if (body.truncate === false) throw new RefusedRequest(400, 'the input length exceeds the context length')
        return fakeVector(tokens.slice(0, numCtx - 2).join(' '), model.dimension ?? 384)
      })
      sendJson(response, 200, { model: body.model, embeddings: scripted?.vectors ?? vectors, total_duration: 1 })
    } finally {
      slot.release()
    }
  }

  function listTags() {
    return models.map((model) => ({
      name: model.name,
      model: model.name,
      modified_at: '2026-01-01T00:00:00Z',
      size: 1,
      digest: digestOf(model),
      ...(model.remoteHost === undefined ? {} : { remote_host: model.remoteHost }),
      details: { format: 'gguf', family: model.family, families: [model.family], parameter_size: model.parameterSize },
      capabilities: model.capabilities,
    }))
  }

  function show(name: string | undefined) {
    const model = lookUp(name, 'show')
    return {
      parameters: model.parameters ?? '',
      details: { family: model.family },
      model_info: {
        'general.architecture': model.family,
        [`${model.family}.context_length`]: model.context,
        ...model.info,
      },
      capabilities: model.capabilities,
    }
  }

  async function route(path: string, text: string, response: http.ServerResponse): Promise<void> {
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'cut') {
      response.destroy()
      return
    }
    if (fault?.kind === 'answer') {
      response.writeHead(fault.status, { 'content-type': fault.contentType }).end(fault.body)
      return
    }
    switch (path) {
      case 'GET /api/version':
        return sendJson(response, 200, { version: options.version ?? '0.99.0' })
      case 'GET /api/tags':
        return sendJson(response, 200, { models: listTags() })
      case 'POST /api/show':
        return sendJson(response, 200, show(JSON.parse(text).model))
      case 'POST /api/chat':
        return chat(JSON.parse(text), response)
      case 'POST /api/embed':
        return embed(JSON.parse(text), response)
      default:
        response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found')
    }
  }

  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = []
    const path = `${request.method} ${(request.url ?? '').split('?')[0]}`
    paths.push(path)
    notify()
    request.on('data', (bytes: Buffer) => pieces.push(bytes))
    request.on('end', () => {
      route(path, Buffer.concat(pieces).toString('utf8'), response).catch((error: unknown) => {
        const status = error instanceof RefusedRequest ? error.status : 500
        sendJson(response, status, { error: error instanceof Error ? error.message : String(error) })
      })
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      notify()
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    paths,
    stats: scheduler.stats,
    openConnections: () => sockets.size,
    setScript: (next) => {
      script = next
    },
    setEmbedScript: (next) => {
      embedScript = next
    },
    setFault: (next) => {
      fault = next
    },
    setModels: (next) => {
      models = next
    },
    until: (condition) => waitUntil(condition, conditions),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function waitUntil(condition: () => boolean, conditions: Set<() => void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      conditions.delete(check)
      settle()
    }
    const check = () => {
      if (condition()) finish(resolve)
    }
    const timer = setTimeout(() => finish(() => reject(new Error('The awaited condition never held.'))), 5_000)
    conditions.add(check)
    check()
  })
}
