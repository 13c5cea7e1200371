import { answerTurnId, type Message } from '../domain/message.ts'
import type { IndexSearcher } from '../index/unified-index.ts'
import type { ChatHost, Intake, Library, Memory, Records } from '../ports/chat-host.ts'
import { noInstruments } from '../ports/instruments.ts'
import type { Store } from '../ports/store.ts'
import { createApprovals } from './approvals.ts'
import { type AttachmentPorts, attachFiles } from './attach-files.ts'
import { expectsAnswer } from './expects-answer.ts'
import { forgetAuthor, forgetChannel, forgetThread, forgetTurns, forgetWorkspace, forgottenUntil } from './forget.ts'
import type { Conversation, ConversationPorts } from './handle-message.ts'
import { reviseMessage } from './revise-message.ts'
import { hasBetter, searchLibrary } from './search-library.ts'

/** What the host needs of the world beside what conversations need. */
export interface ChatHostPorts extends Omit<ConversationPorts, 'store'>, Omit<AttachmentPorts, 'store'> {
  readonly store: Store
  readonly searcher: IndexSearcher
}

/** A message that waited longer is not answered after a restart: whoever asked has gone on. */
const INTERRUPTED_MS = 24 * 60 * 60_000
/** Turns among which the people of a thread are counted, and in which an answer of Kiku is looked for. */
const TURNS_READ = 40

/** Everything that a chat platform's surface may ask of Kiku. */
export function createChatHost(conversation: Conversation, ports: ChatHostPorts): ChatHost {
  const { store } = ports
  return {
    intake: createIntake(conversation, ports),
    memory: createMemory(ports),
    records: createRecords(ports),
    library: createLibrary(ports),
    replies: store.replies,
    settings: store.settings,
    approvals: createApprovals(ports),
  }
}

function createIntake(conversation: Conversation, { store, clock }: ChatHostPorts): Intake {
  return {
    admit: (message) => store.inbox.admit(message),
    answer: (message, preparation, signal) => conversation.answerAdmitted(message, preparation, signal),
    async observe(message) {
      // Reading on in the past must not bring back what its author wanted forgotten.
      if (message.receivedAt <= (await forgottenUntil(message.author.id, store.settings))) return
      await conversation.observe(message)
    },
    dismiss: (message) => store.inbox.settle(message, 'cancelled'),
    async listInterrupted(surface) {
      const all = await store.inbox.listUnsettled(0)
      const own = all.filter(({ thread }) => thread.surface === surface)
      const isLate = ({ receivedAt }: Message) => receivedAt < clock.now() - INTERRUPTED_MS
      for (const late of own.filter(isLate)) await store.inbox.settle(late, 'cancelled')
      return own.filter((message) => !isLate(message))
    },
    async expectsAnswer(message) {
      return expectsAnswer(message, await store.conversations.listTurns(message.thread.id, TURNS_READ))
    },
  }
}

function createMemory(ports: ChatHostPorts): Memory {
  return {
    revise: (message) => reviseMessage(message, ports),
    forgetTurns: (turnIds) => forgetTurns(turnIds, ports),
    forgetThread: (threadId) => forgetThread(threadId, ports),
    forgetChannel: (channel) => forgetChannel(channel, ports),
    forgetWorkspace: (workspace) => forgetWorkspace(workspace, ports),
    listChannels: (workspace) => ports.store.conversations.listChannels(workspace, { after: '', limit: 1_000 }),
    forgetAuthor: (authorId) => forgetAuthor(authorId, ports),
    attach: (message, files, signal) => attachFiles(message, files, ports, signal),
  }
}

function createRecords({ store, instruments = noInstruments }: ChatHostPorts): Records {
  const { conversations, items } = store
  return {
    findThread: (threadId) => conversations.findThread(threadId),
    async takesPart(threadId) {
      const turns = await conversations.listTurns(threadId, TURNS_READ)
      return turns.some(({ role }) => role === 'assistant')
    },
    findQuestion: (turnId) => conversations.findTurn(turnId),
    findAnswer: (turnId) => conversations.findAnswer(answerTurnId(turnId)),
    async isIntact({ citations }) {
      // What tools said is no item, and was said to these readers only.
      const keys = [...new Set(citations.map(({ key }) => key).filter((key) => key >= 0))]
      return (await items.get(keys)).length === keys.length
    },
    async listRecent(authorId, limit) {
      const questions = await conversations.listTurnsOf(authorId, limit * 5)
      const pairs = await Promise.all(
        questions.map(async (question) => ({
          question,
          answer: await conversations.findAnswer(answerTurnId(question.id)),
        })),
      )
      return pairs
        .flatMap(({ question, answer }) => (answer === undefined ? [] : [{ question, answer }]))
        .slice(0, limit)
    },
    listTurns: (threadId, limit) => conversations.listTurns(threadId, limit),
    async giveFeedback(feedback) {
      await conversations.addFeedback({ ...feedback, turnId: answerTurnId(feedback.turnId) })
      instruments.count('kiku_feedback_total', { verdict: feedback.verdict })
    },
  }
}

function createLibrary({ store, searcher }: ChatHostPorts): Library {
  const ports = { searcher, items: store.items }
  return {
    search: (request, signal) => searchLibrary(request, ports, signal),
    async listSources({ labels }) {
      return (await store.sources.list()).filter(({ audience }) => labels.includes(audience))
    },
    hasBetter: (answer, privately, signal) => hasBetter(answer, privately, ports, signal),
  }
}
