import type { Answer, AnswerEvent } from '../domain/answer.ts'
import { isBeyond } from '../domain/audience.ts'
import { type KikuError, toKikuError } from '../domain/errors.ts'
import { Interruption } from '../domain/interruption.ts'
import { answerTurnId, type Message, turnIdOf } from '../domain/message.ts'
import type { Preparation } from '../ports/chat-host.ts'
import type { Clock } from '../ports/clock.ts'
import { type Instruments, noInstruments } from '../ports/instruments.ts'
import type { ItemKey, Store } from '../ports/store.ts'
import type { MessageHandler } from '../ports/surface.ts'
import { answerInTurn, MOST_CHARACTERS, type TurnPorts } from './answer-in-turn.ts'
import { toUserError } from './explain-error.ts'
import { languageToExplainIn } from './language-for.ts'
import { measureAnswer } from './measure-answer.ts'
import { rememberAnswer, rememberMessage } from './remember-message.ts'
import { embedTurns, type MemoryPorts } from './remember-turn.ts'

/** What a conversation needs of the world. */
export interface ConversationPorts extends MemoryPorts, TurnPorts {
  readonly store: Pick<Store, 'conversations' | 'items' | 'vectors' | 'inbox'>
  readonly clock: Clock
  readonly instruments?: Instruments
}

/** Takes messages from surfaces. */
export interface Conversation {
  /** Answers a message once; a redelivery yields nothing. */
  readonly handle: MessageHandler
  /**
   * Answers a message that was admitted before. Where the answer was stored and only its showing was interrupted, that
   * one is given again, if its readers may still read all that it draws on.
   */
  answerAdmitted(message: Message, preparation: Preparation, signal: AbortSignal): AsyncIterable<AnswerEvent>
  /** Admits and remembers a message that does not address Kiku; a repeat does nothing. */
  observe(message: Message): Promise<void>
  /** Resolves when the work that goes on after answers (embedding of turns) has ended. */
  drain(): Promise<void>
}

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
        if (admission !== 'duplicate') yield* converse(message, asGiven(message), signal, ports, embedLater)
      })
    },
    async *answerAdmitted(message, preparation, signal) {
      yield* explainFailures(message, () => answerOnce(message, preparation, signal, ports, embedLater))
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

/** The readers of a message that says them itself. */
function asGiven({ audience }: Message): Preparation {
  return { readers: async () => audience }
}

/** Gives the stored answer where there is one: what a user may have seen already should not be answered differently. */
async function* answerOnce(
  message: Message,
  preparation: Preparation,
  signal: AbortSignal,
  ports: ConversationPorts,
  embedLater: (keys: readonly ItemKey[]) => void,
): AsyncGenerator<AnswerEvent, void> {
  const isNew = message.repeats !== undefined
  const stored = isNew ? undefined : await ports.store.conversations.findAnswer(answerTurnId(turnIdOf(message)))
  // Who reads the reply may have changed since it was stored.
  if (stored?.audiences === undefined || isBeyond(stored.audiences, await preparation.readers(signal))) {
    return yield* converse(message, preparation, signal, ports, embedLater)
  }
  yield { kind: 'done', answer: stored }
  await settle(message, 'answered', ports)
}

function converse(
  message: Message,
  preparation: Preparation,
  signal: AbortSignal,
  ports: ConversationPorts,
  embedLater: (keys: readonly ItemKey[]) => void,
): AsyncGenerator<AnswerEvent, void> {
  const work = () => converseInSpan(message, preparation, signal, ports, embedLater)
  const { instruments = noInstruments, clock } = ports
  return message.addressed ? measureAnswer({ surface: message.thread.surface, instruments, clock }, work) : work()
}

async function* converseInSpan(
  message: Message,
  preparation: Preparation,
  signal: AbortSignal,
  ports: ConversationPorts,
  embedLater: (keys: readonly ItemKey[]) => void,
): AsyncGenerator<AnswerEvent, void> {
  // Whoever leaves the loop in the middle has cancelled.
  let outcome: Outcome = 'cancelled'
  let isComplete = false
  try {
    signal.throwIfAborted()
    const asked = await rememberMessage(message, ports, ports.mostCharacters ?? MOST_CHARACTERS)
    if (message.addressed) {
      for await (const event of answerInTurn(message, preparation, signal, ports)) {
        if (event.kind === 'done') {
          const answer = withOwnQuestion(event.answer, message)
          // Stored before it is shown: what a user has seen must survive a kill.
          const { instruments = noInstruments } = ports
          await instruments.span('remember', {}, () => rememberAnswer(message, answer, ports))
          outcome = 'answered'
          embedLater(asked === undefined ? [] : [asked])
          yield { kind: 'done', answer }
          continue
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

/** The trace repeats the question: of words that were lent for the prompt nothing may stay there. */
function withOwnQuestion(answer: Answer, { promptText, text }: Message): Answer {
  return promptText === undefined ? answer : { ...answer, question: text }
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
    error: toUserError(error, languageToExplainIn(message)),
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
