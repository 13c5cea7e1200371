import type { AnswerView } from '../../api/schemas/answer.ts'
import type { EvidenceView, Problem } from '../../api/schemas/common.ts'
import type { ThreadView } from '../../api/schemas/conversations.ts'
import { type AnswerStream, advanceStream, beginning, joinTokens, type StreamStep } from './answer-stream.ts'

/** One question with what became of it. */
export interface Exchange {
  /** Within this page only. */
  readonly key: string
  /** Known once the server has taken the question. */
  readonly turnId?: string
  readonly question: string
  readonly at: number
  /** The answer as last given. */
  readonly answer?: AnswerView
  /** What was found for it, with scores; of an answer loaded later, nothing until it is searched again. */
  readonly evidence?: readonly EvidenceView[]
  /** While an answer is made, or where making one did not work out. */
  readonly stream?: AnswerStream
  readonly feedback?: 'up' | 'down'
  /** What was decided here about the call that the answer waits for. */
  readonly decided?: { readonly callId: string; readonly verdict: 'approved' | 'declined' }
}

export interface Conversation {
  readonly key: string
  /** Given by the server with the first question. */
  readonly threadId?: string
  readonly title: string
  readonly exchanges: readonly Exchange[]
  readonly load: { readonly kind: 'ready' | 'loading' } | { readonly kind: 'failed'; readonly problem: Problem }
}

export type ConversationChange =
  | { readonly kind: 'asked'; readonly exchange: string; readonly question: string; readonly at: number }
  /** An exchange is answered again. */
  | { readonly kind: 'asked-again'; readonly exchange: string }
  | { readonly kind: 'begun'; readonly exchange: string; readonly threadId: string; readonly turnId: string }
  | { readonly kind: 'advanced'; readonly exchange: string; readonly steps: readonly StreamStep[] }
  | { readonly kind: 'loaded'; readonly thread: ThreadView }
  | { readonly kind: 'load-failed'; readonly problem: Problem }
  | { readonly kind: 'renamed'; readonly title: string }
  /** A verdict could not be handed in: the one before holds. */
  | { readonly kind: 'feedback-lost'; readonly exchange: string; readonly before: 'up' | 'down' | undefined }
  | { readonly kind: 'edited'; readonly exchange: string; readonly change: Partial<Exchange> }

export function changeConversation(conversation: Conversation, change: ConversationChange): Conversation {
  const edit = (key: string, editing: (exchange: Exchange) => Exchange): Conversation => ({
    ...conversation,
    exchanges: conversation.exchanges.map((exchange) => (exchange.key === key ? editing(exchange) : exchange)),
  })
  switch (change.kind) {
    case 'asked': {
      const { exchange: key, question, at } = change
      const title = conversation.title === '' ? question : conversation.title
      return {
        ...conversation,
        title,
        exchanges: [...conversation.exchanges, { key, question, at, stream: beginning }],
      }
    }
    case 'asked-again':
      return edit(change.exchange, (exchange) => ({ ...exchange, stream: beginning }))
    case 'begun': {
      const { threadId, turnId } = change
      return { ...edit(change.exchange, (exchange) => ({ ...exchange, turnId })), threadId }
    }
    case 'advanced':
      return edit(change.exchange, (exchange) => advanceExchange(exchange, change.steps))
    case 'loaded':
      return {
        ...conversation,
        threadId: change.thread.id,
        title: change.thread.title,
        exchanges: change.thread.exchanges.map(readExchange),
        load: { kind: 'ready' },
      }
    case 'load-failed':
      return { ...conversation, load: { kind: 'failed', problem: change.problem } }
    case 'renamed':
      return { ...conversation, title: change.title }
    case 'feedback-lost':
      return edit(change.exchange, ({ feedback: _, ...exchange }) => ({
        ...exchange,
        ...(change.before === undefined ? {} : { feedback: change.before }),
      }))
    case 'edited':
      return edit(change.exchange, (exchange) => ({ ...exchange, ...change.change }))
  }
}

/** Whether an answer is being made. */
export function isAnswering(conversation: Conversation): boolean {
  return conversation.exchanges.some(({ stream }) => stream?.phase === 'working' || stream?.phase === 'lost')
}

function advanceExchange(exchange: Exchange, steps: readonly StreamStep[]): Exchange {
  if (exchange.stream === undefined) return exchange
  const stream = joinTokens(steps).reduce(advanceStream, exchange.stream)
  // Where a second answer was stopped, the first one stands.
  if (stream.phase === 'stopped' && exchange.answer !== undefined) return withoutStream(exchange)
  if (stream.phase !== 'done' || stream.answer === undefined) return { ...exchange, stream }
  // A new answer is a new thing to judge and to decide about.
  const { stream: _stream, feedback: _feedback, decided: _decided, ...rest } = exchange
  return { ...rest, answer: stream.answer, evidence: stream.evidence }
}

function withoutStream({ stream: _, ...exchange }: Exchange): Exchange {
  return exchange
}

function readExchange({ turnId, question, at, answer, feedback }: ThreadView['exchanges'][number]): Exchange {
  return {
    key: turnId,
    turnId,
    question,
    at,
    ...(answer === undefined ? {} : { answer }),
    ...(feedback === undefined ? {} : { feedback }),
  }
}
