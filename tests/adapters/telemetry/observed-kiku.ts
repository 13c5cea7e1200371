import { join } from 'node:path'
import { createHistoryAgent, createKnowledgeAgent } from '../../../agents/index.ts'
import { createRouter } from '../../../agents/router.ts'
import { createToolAgent } from '../../../agents/tool-agent.ts'
import { createToolCatalog } from '../../../agents/tools/tool-catalog.ts'
import { createBm25Index } from '../../../src/adapters/bm25/create-bm25-index.ts'
import { createExactIndex } from '../../../src/adapters/exact-scan/create-exact-index.ts'
import { createMemoryFileSystem } from '../../../src/adapters/memory/memory-file-system.ts'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { createPromptLibrary } from '../../../src/adapters/prompts/create-prompt-library.ts'
import { answerQuestion } from '../../../src/answer/answer-question.ts'
import { DEFAULT_ANSWER_LIMITS } from '../../../src/answer/answer-request.ts'
import { createChatHost } from '../../../src/conversation/create-chat-host.ts'
import { createConversation } from '../../../src/conversation/handle-message.ts'
import { createRateLimit } from '../../../src/conversation/rate-limit.ts'
import { createThreadLock } from '../../../src/conversation/thread-lock.ts'
import { createTurnQueue } from '../../../src/conversation/turn-queue.ts'
import type { AnswerEvent } from '../../../src/domain/answer.ts'
import type { Message } from '../../../src/domain/message.ts'
import { createUnifiedIndex } from '../../../src/index/create-unified-index.ts'
import { createToolIndex } from '../../../src/index/tool-index.ts'
import { createIngestor } from '../../../src/ingest/ingest-sources.ts'
import { createPace } from '../../../src/ingest/pace.ts'
import type { ChatHost } from '../../../src/ports/chat-host.ts'
import type { ChatModel } from '../../../src/ports/chat-model.ts'
import { systemClock } from '../../../src/ports/clock.ts'
import { type Instruments, noInstruments } from '../../../src/ports/instruments.ts'
import { silentTelemetry, type Telemetry } from '../../../src/ports/telemetry.ts'
import type { ToolSource } from '../../../src/ports/tool-source.ts'
import { collect } from '../../fakes/answer-fixtures.ts'
import { message, neverAborts } from '../../fakes/conversation-fixtures.ts'
import { bundledEmbedder } from '../../fakes/index-fixtures.ts'
import { noModel, sourceOf } from '../../fakes/scripted-chat-model.ts'
import { createScriptedPages } from '../../fakes/scripted-pages.ts'
import { createTextLoader } from '../../fakes/text-loader.ts'
import type { ScriptedTool } from '../../fakes/tool-bench.ts'

export interface ObservedOptions {
  /** By path. */
  readonly documents: Readonly<Record<string, string>>
  readonly tools?: readonly ScriptedTool[]
  readonly model?: ChatModel
  readonly instruments?: Instruments
  readonly telemetry?: Telemetry
}

export interface ObservedKiku {
  readonly host: ChatHost
  /** Reads the documents. */
  ingest(): Promise<void>
  ask(text: string, about?: Partial<Message>): Promise<AnswerEvent[]>
  stream(text: string, about?: Partial<Message>): AsyncIterable<AnswerEvent>
}

/** All of Kiku between a surface and its servers, in memory, as it is put together for people. */
export async function openObservedKiku(options: ObservedOptions): Promise<ObservedKiku> {
  const { documents, tools = [], model, instruments = noInstruments, telemetry = silentTelemetry } = options
  const observed = { instruments, telemetry, clock: systemClock }
  const store = createMemoryStore()
  const index = createUnifiedIndex({
    ...observed,
    embedder: bundledEmbedder,
    createLexicalIndex: () => createBm25Index(),
    createVectorIndex: (_namespace, _space, dimension) => createExactIndex(dimension),
  })
  const prompts = createPromptLibrary({ folder: join(import.meta.dirname, '../../../prompts') })
  const files = createMemoryFileSystem()
  for (const [path, text] of Object.entries(documents)) files.write(path, text)
  const loader = createTextLoader()
  const ingestor = createIngestor({ ...observed, store, index, loader, files, pages: createScriptedPages() })
  const source: ToolSource = {
    name: 'office',
    list: () => tools.map(({ spec }) => spec),
    onChange: () => {},
    call: async (invocation, signal) => {
      const tool = tools.find(({ spec }) => spec.id === invocation.spec.id)
      if (tool === undefined) throw new Error(`unscripted tool: ${invocation.spec.id}`)
      return tool.run(invocation, signal)
    },
    close: async () => {},
  }
  const toolIndex = createToolIndex({ store, writer: index, clock: systemClock })
  await toolIndex.sync(source.list(), neverAborts)
  const toolAgent = createToolAgent({
    ...observed,
    searcher: index,
    toolIndex,
    catalog: createToolCatalog([source]),
    readRequest: () => undefined,
    findProblems: () => [],
    prompts,
    createBoundary: () => 'b0undary',
    createCallId: () => crypto.randomUUID(),
    claimCall: async () => true,
  })
  const answerPorts = {
    ...observed,
    models: model === undefined ? noModel : sourceOf(model),
    searcher: index,
    router: createRouter({ prompts, telemetry }),
    agents: [
      createKnowledgeAgent({ searcher: index, items: store.items }),
      createHistoryAgent({ searcher: index, items: store.items, findTimeRange: () => undefined }),
      ...(tools.length === 0 ? [] : [toolAgent]),
    ],
    prompts,
    createBoundary: () => crypto.randomUUID(),
    limits: DEFAULT_ANSWER_LIMITS,
  }
  const unlimited = createRateLimit({ limit: 1_000_000, windowMs: 60_000, clock: systemClock })
  const ports = {
    ...observed,
    store,
    writer: index,
    answer: (request: Parameters<typeof answerQuestion>[0]) => answerQuestion(request, answerPorts),
    rateLimit: unlimited,
    channelLimit: unlimited,
    threadLock: createThreadLock(),
    turnQueue: createTurnQueue({ concurrency: 4 }),
  }
  const conversation = createConversation(ports)
  const chunking = { maxTokens: 320, overlapTokens: 40 }
  const host = createChatHost(conversation, { ...ports, searcher: index, loader, pace: createPace(), chunking })
  const stream = (text: string, about: Partial<Message> = {}) =>
    conversation.handle(message(text, { receivedAt: Date.now(), ...about }), neverAborts)
  return {
    host,
    async ingest() {
      const request = { locations: Object.keys(documents), audience: 'public' } as const
      await ingestor.ingest(request, () => {}, neverAborts)
    },
    ask: async (text, about) => {
      const events = await collect(stream(text, about))
      await conversation.drain()
      return events
    },
    stream,
  }
}
