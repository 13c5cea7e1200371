import type { AnswerRequest } from '../../../src/answer/answer-request.ts'
import { createChatHost } from '../../../src/conversation/create-chat-host.ts'
import { toUserError } from '../../../src/conversation/explain-error.ts'
import type { ConversationPorts } from '../../../src/conversation/handle-message.ts'
import { createThreadShelf } from '../../../src/conversation/thread-shelf.ts'
import type { AnswerEvent } from '../../../src/domain/answer.ts'
import type { SourceDesk } from '../../../src/ports/source-desk.ts'
import type { Store } from '../../../src/ports/store.ts'
import type { WebHost } from '../../../src/ports/web-host.ts'
import { type ConversationScene, stageConversation, unexpected } from '../conversation-fixtures.ts'
import { bundledEmbedder } from '../index-fixtures.ts'
import { scriptedSearcher } from '../scripted-searcher.ts'

export interface ApiHostScript {
  readonly answering?: (request: AnswerRequest) => AsyncIterable<AnswerEvent>
  readonly ports?: Partial<ConversationPorts> & { readonly store?: Store }
  readonly search?: WebHost['chat']['library']['search']
  readonly passages?: WebHost['passages']['open']
  readonly sources?: Partial<SourceDesk>
  readonly insight?: WebHost['insight']['read']
  readonly model?: { readonly name: string; readonly isReachable: boolean } | null
}

export interface ApiHost {
  readonly host: WebHost
  readonly scene: ConversationScene
}

/** A host with real conversations over a store in memory, and whatever else the test says. */
export function createApiHost({ answering = unexpected, ports = {}, ...script }: ApiHostScript): ApiHost {
  const scene = stageConversation(answering, ports)
  const chat = createChatHost(scene, {
    ...scene.ports,
    ...ports,
    searcher: scriptedSearcher({}),
    loader: { accepts: loud('loader.accepts'), load: loud('loader.load'), close: async () => {} },
    pace: async () => {},
    chunking: { maxTokens: 100, overlapTokens: 0 },
  })
  const host: WebHost = {
    chat: { ...chat, library: { ...chat.library, search: script.search ?? loud('search') } },
    threads: createThreadShelf({ conversations: (ports.store ?? scene.store).conversations }),
    passages: { open: script.passages ?? loud('passages.open') },
    sources: {
      list: loud('sources.list'),
      addAddresses: loud('sources.addAddresses'),
      addFile: loud('sources.addFile'),
      refresh: loud('sources.refresh'),
      remove: loud('sources.remove'),
      jobs: loud('sources.jobs'),
      follow: loud('sources.follow'),
      cancel: loud('sources.cancel'),
      ...script.sources,
    },
    insight: { read: script.insight ?? loud('insight.read') },
    embedder: bundledEmbedder,
    state: () => ({
      version: '0.1.0',
      isReady: true,
      model: script.model === undefined ? { name: 'qwen3:8b', isReachable: true } : script.model,
      sources: 3,
      ownSources: 2,
      passages: 70,
    }),
    explain: toUserError,
    audienceOf: (labels) => ({ labels: [...labels] }),
  }
  return { host, scene }
}

function loud(name: string): () => never {
  return () => {
    throw new Error(`WebHost ${name} was called, which this test does not script.`)
  }
}
