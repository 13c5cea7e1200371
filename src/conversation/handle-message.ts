import type { AnswerRequest } from '../answer/answer-request.ts'
import type { AnswerEvent } from '../domain/answer.ts'
import { type KikuError, toKikuError } from '../domain/errors.ts'
import { Interruption } from '../domain/interruption.ts'
import { languageOf } from '../domain/language/scripts.ts'
import { answerTurnId, type Message, turnIdOf } from '../domain/message.ts'
import type { Turn } from '../domain/thread.ts'
import type { Clock } from '../ports/clock.ts'
import type { ItemKey, Store } from '../ports/store.ts'
import type { MessageHandler } from '../ports/surface.ts'
import { checkMessage } from './check-message.ts'
import { toUserError } from './explain-error.ts'
import type { RateLimit } from './rate-limit.ts'
import { rememberAnswer, rememberMessage } from './remember-message.ts'
import { embedTurns, type MemoryPorts } from './remember-turn.ts'
import type { ThreadLock } from './thread-lock.ts'
import type { TurnQueue } from './turn-queue.ts'
import { waitForPlace } from './wait-for-place.ts'

/** What a conversation needs of the world. */
export interface ConversationPorts extends MemoryPorts {
  readonly store: Pick<Store, 'conversations' | 'items' | 'vectors' | 'inbox'>
  /** `answerQuestion` with its ports. */
  readonly answer: (request: AnswerRequest) => AsyncIterable<AnswerEvent>
  /** Questions of one author. */
  readonly rateLimit: RateLimit
  /** Questions in one channel, of all authors together. */
  readonly channelLimit: RateLimit
  readonly threadLock: ThreadLock
  readonly turnQueue: TurnQueue
  readonly clock: Clock
  /** Longest message that is taken, in UTF-16 units. */
  readonly mostCharacters?: number
}

/** Takes messages from surfaces. */
export interface Conversation {
  /** Answers a message once; a redelivery yields nothing. */
  readonly handle: MessageHandler
  /**
   * Answers a message that was admitted before. Where the answer was stored and only its showing was interrupted, that
   * one is given again.
   */
  readonly answerAdmitted: MessageHandler
  /** Admits and remembers a message that does not address Kiku; a repeat does nothing. */
  observe(message: Message): Promise<void>
  /** Resolves when the work that goes on after answers (embedding of turns) has ended. */
  drain(): Promise<void>
}

/** Longest message that is taken, in UTF-16 units, where nothing else is configured. */
const MOST_CHARACTERS = 8_000
/** Turns read from the store: those of the prompt and those that arrived behind them. */
const TURNS_READ = 40
const EMBED_MS = 30_000
/** Embedding jobs that may be under way; what is beyond is left to the background pass. */
const MOST_EMBEDDINGS = 32

export function createConversation(ports: ConversationPorts): Conversation {
  const embeddings = new Set<Promise<void>>()
  const embedLater = (keys: readonly ItemKey[]) => {
    if (keys.length === 0 || embeddings.size >= MOST_EMBEDDINGS) return
    const job = embedTurns(keys, ports, AbortSignal.timeout(EMBED_MS)).finally(() => embeddings.delete(job))
    embeddings.add(job)
  }
  return {
    async *handle(message, signal) {
      yield* explainFailures(message, async function* () {
        const admission = await ports.store.inbox.admit(message)
        if (admission !== 'duplicate') yield* converse(message, signal, ports, embedLater)
      })
    },
    async *answerAdmitted(message, signal) {
      yield* explainFailures(message, () => answerOnce(message, signal, ports, embedLater))
    },
    async observe(message) {
      const seen = { ...message, addressed: false }
      if ((await ports.store.inbox.admit(seen)) === 'duplicate') return
      const key = await rememberMessage(message, ports, ports.mostCharacters ?? MOST_CHARACTERS)
      await settle(seen, 'answered', ports)
      embedLater(key === undefined ? [] : [key])
    },
    async drain() {
      await Promise.all(embeddings)
    },
  }
}

type Outcome = Parameters<Store['inbox']['settle']>[1]

/** Gives the stored answer where there is one: what a user may have seen already must not be answered differently. */
async function* answerOnce(
  message: Message,
  signal: AbortSignal,
  ports: ConversationPorts,
  embedLater: (keys: readonly ItemKey[]) => void,
): AsyncGenerator<AnswerEvent, void> {
  const isNew = message.repeats !== undefined
  const stored = isNew ? undefined : await ports.store.conversations.findAnswer(answerTurnId(turnIdOf(message)))
  if (stored === undefined) return yield* converse(message, signal, ports, embedLater)
  yield { kind: 'done', answer: stored }
  await settle(message, 'answered', ports)
}

async function* converse(
  message: Message,
  signal: AbortSignal,
  ports: ConversationPorts,
  embedLater: (keys: readonly ItemKey[]) => void,
): AsyncGenerator<AnswerEvent, void> {
  // Whoever leaves the loop in the middle has cancelled.
  let outcome: Outcome = 'cancelled'
  let isComplete = false
  try {
    const asked = await rememberMessage(message, ports, ports.mostCharacters ?? MOST_CHARACTERS)
    if (message.addressed) {
      for await (const event of answerInTurn(message, signal, ports)) {
        if (event.kind === 'done') {
          // Stored before it is shown: what a user has seen must survive a kill.
          await rememberAnswer(message, event.answer, ports)
          outcome = 'answered'
          embedLater(asked === undefined ? [] : [asked])
        }
        if (event.kind === 'failed') outcome = event.error.code === 'cancelled' ? 'cancelled' : 'failed'
        yield event
      }
    } else {
      outcome = 'answered'
      embedLater(asked === undefined ? [] : [asked])
    }
    isComplete = outcome === 'answered'
  } catch (thrown) {
    outcome = toKikuError(thrown).code === 'cancelled' ? 'cancelled' : 'failed'
    throw thrown
  } finally {
    // What the end of the process interrupts, showing the answer included, is taken up by the next start.
    if (isComplete || !(signal.reason instanceof Interruption)) await settle(message, outcome, ports)
  }
}

/** Waits for this message's turn in its thread and among all, then answers. */
async function* answerInTurn(
  message: Message,
  signal: AbortSignal,
  ports: ConversationPorts,
): AsyncGenerator<AnswerEvent, void> {
  checkMessage(message.text, ports.mostCharacters ?? MOST_CHARACTERS)
  ports.rateLimit.check(message.author.id)
  ports.channelLimit.check(channelOf(message))
  if (ports.threadLock.isHeld(message.thread.id)) yield { kind: 'status', stage: 'queued' }
  const unlock = await ports.threadLock.acquire(message.thread.id, signal)
  try {
    const leave = yield* waitForPlace(ports.turnQueue, message.author.id, signal)
    try {
      for await (const event of ports.answer(await toRequest(message, signal, ports))) {
        // The model is free for the next one, however long it takes to show this answer.
        if (event.kind === 'done' || event.kind === 'failed') leave()
        yield event
      }
    } finally {
      leave()
    }
  } finally {
    unlock()
  }
}

function channelOf({ thread: { surface, workspace, channel } }: Message): string {
  return `${surface}:${workspace}:${channel}`
}

async function toRequest(message: Message, signal: AbortSignal, ports: ConversationPorts): Promise<AnswerRequest> {
  const turns = await ports.store.conversations.listTurns(message.thread.id, TURNS_READ)
  const id = turnIdOf(message)
  const own = turns.findIndex((turn) => turn.id === id)
  const isPast = (turn: Turn, index: number) =>
    turn.id !== answerTurnId(id) && (own < 0 || index < own || (index !== own && turn.role === 'assistant'))
  return {
    text: message.text,
    // Questions that arrived behind this one are not its past; answers given meanwhile are, an earlier one to it is not.
    turns: turns.filter(isPast),
    threadId: message.thread.id,
    audience: message.audience,
    search: message.search,
    language: languageFor(message),
    askedAt: message.receivedAt,
    signal,
  }
}

async function settle(message: Message, outcome: Outcome, ports: ConversationPorts): Promise<void> {
  try {
    await ports.store.inbox.settle(message, outcome)
  } catch (thrown) {
    ports.telemetry.error('message-not-settled', { code: toKikuError(thrown).code })
  }
}

/** The one place where errors become sentences for users. */
async function* explainFailures(
  message: Message,
  work: () => AsyncIterable<AnswerEvent>,
): AsyncGenerator<AnswerEvent, void> {
  const explain = (error: KikuError): AnswerEvent => ({
    kind: 'failed',
    error: toUserError(error, languageFor(message)),
  })
  let hasEnded = false
  try {
    for await (const event of work()) {
      hasEnded = event.kind === 'done' || event.kind === 'failed'
      yield event.kind === 'failed' ? explain(event.error) : event
    }
  } catch (thrown) {
    // A stream that has ended must not end twice.
    if (!hasEnded) yield explain(toKikuError(thrown))
  }
}

function languageFor(message: Message): 'en' | 'ja' {
  return languageOf(message.text.slice(0, 4_000), message.locale ?? 'en')
}
