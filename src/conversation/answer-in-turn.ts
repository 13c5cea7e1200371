import type { AnswerRequest } from '../answer/answer-request.ts'
import type { AnswerEvent } from '../domain/answer.ts'
import { isBeyond } from '../domain/audience.ts'
import { KikuError } from '../domain/errors.ts'
import { answerTurnId, type Message, turnIdOf } from '../domain/message.ts'
import type { Turn } from '../domain/thread.ts'
import type { Preparation } from '../ports/chat-host.ts'
import type { Store } from '../ports/store.ts'
import { checkMessage } from './check-message.ts'
import { languageFor } from './language-for.ts'
import type { RateLimit } from './rate-limit.ts'
import type { ThreadLock } from './thread-lock.ts'
import type { TurnQueue } from './turn-queue.ts'
import { waitForPlace } from './wait-for-place.ts'

/** What answering in turn needs of the world. */
export interface TurnPorts {
  readonly store: Pick<Store, 'conversations'>
  /** `answerQuestion` with its ports. */
  readonly answer: (request: AnswerRequest) => AsyncIterable<AnswerEvent>
  /** Questions of one author. */
  readonly rateLimit: RateLimit
  /** Questions in one channel, of all authors together. */
  readonly channelLimit: RateLimit
  readonly threadLock: ThreadLock
  readonly turnQueue: TurnQueue
  /** Longest message that is taken, in UTF-16 units. */
  readonly mostCharacters?: number
}

/** Longest message that is taken, in UTF-16 units, where nothing else is configured. */
export const MOST_CHARACTERS = 8_000
/** Answers to one question, each for the readers of its time. */
const MOST_ANSWERS = 3
/** Turns read from the store: those of the prompt and those that arrived behind them. */
const TURNS_READ = 40

/** Waits for this message's turn in its thread and among all, then answers. */
export async function* answerInTurn(
  message: Message,
  preparation: Preparation,
  signal: AbortSignal,
  ports: TurnPorts,
): AsyncGenerator<AnswerEvent, void> {
  checkMessage(message.text, ports.mostCharacters ?? MOST_CHARACTERS)
  if (preparation.isResumed !== true) {
    ports.rateLimit.check(message.author.id)
    ports.channelLimit.check(channelOf(message))
  }
  if (ports.threadLock.isHeld(message.thread.id)) yield { kind: 'status', stage: 'queued' }
  const unlock = await ports.threadLock.acquire(message.thread.id, signal)
  try {
    await preparation.prepare?.(signal)
    const leave = yield* waitForPlace(ports.turnQueue, message.author.id, signal)
    try {
      for await (const event of answerForReaders(message, preparation, signal, ports)) {
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

/** Answers again where, while the answer was made, somebody came who may not read all that it draws on. */
async function* answerForReaders(
  message: Message,
  preparation: Preparation,
  signal: AbortSignal,
  ports: TurnPorts,
): AsyncGenerator<AnswerEvent, void> {
  for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
    let isForOthers = false
    for await (const event of ports.answer(await toRequest(message, preparation, signal, ports))) {
      if (event.kind === 'done' && (event.answer.audiences ?? []).length > 0) {
        isForOthers = isBeyond(event.answer.audiences ?? [], await preparation.readers(signal))
      }
      if (!isForOthers) yield event
    }
    if (!isForOthers) return
  }
  throw new KikuError('cancelled', 'The readers of the reply changed again and again.', { retryable: true })
}

function channelOf({ thread: { surface, workspace, channel } }: Message): string {
  return `${surface}:${workspace}:${channel}`
}

async function toRequest(
  message: Message,
  preparation: Preparation,
  signal: AbortSignal,
  ports: TurnPorts,
): Promise<AnswerRequest> {
  const turns = await ports.store.conversations.listTurns(message.thread.id, TURNS_READ)
  const id = turnIdOf(message)
  const own = turns.findIndex((turn) => turn.id === id)
  const isPast = (turn: Turn, index: number) =>
    turn.id !== answerTurnId(id) && (own < 0 || index < own || (index !== own && turn.role === 'assistant'))
  return {
    text: message.promptText ?? message.text,
    ownWords: message.text,
    asker: message.author.id,
    // Questions that arrived behind this one are not its past; answers given meanwhile are, an earlier one to it is not.
    turns: turns.filter(isPast),
    threadId: message.thread.id,
    // Only now: who reads the reply may have changed while the question waited.
    audience: await preparation.readers(signal),
    search: message.search,
    language: languageFor(message),
    ...(message.approved === undefined ? {} : { approved: message.approved }),
    askedAt: message.askedAt ?? message.receivedAt,
    signal,
  }
}
