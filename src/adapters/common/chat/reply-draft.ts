import type { Answer, AnswerEvent, AnswerStage } from '../../../domain/answer.ts'
import type { Decision } from '../../../domain/decision.ts'
import type { KikuError } from '../../../domain/errors.ts'
import type { Evidence } from '../../../domain/evidence.ts'
import type { ReplyStatus } from './reply-end.ts'

/** How the events of an answer ended. `nothing`: there were none. */
export type DraftEnd =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly error: KikuError }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'aborted'; readonly reason: unknown }

/** An answer in the making: the reader of its events writes into it, the writer of messages looks at it. */
export interface ReplyDraft {
  readonly status: ReplyStatus
  readonly stage: AnswerStage | undefined
  readonly decision: Decision | undefined
  readonly evidence: readonly Evidence[]
  /** Names of the tools called, in order, without repetition. */
  readonly tools: readonly string[]
  /** The words so far, as the model wrote them. */
  readonly text: string
  readonly end: DraftEnd | undefined
  take(event: AnswerEvent): void
  finish(end: DraftEnd): void
  /** Resolves at the next change, at once when it has ended, or after a time in milliseconds. */
  change(mostMs: number): Promise<void>
}

/** What a model may write before the rest is shown at the end only, in UTF-16 units. */
const MOST_TEXT = 200_000
const MOST_SOURCES = 50
const MOST_TOOLS = 20

export function createDraft(): ReplyDraft {
  let status: ReplyStatus = { kind: 'thinking' }
  let stage: AnswerStage | undefined
  let decision: Decision | undefined
  let evidence: readonly Evidence[] = []
  let tools: readonly string[] = []
  let text = ''
  let end: DraftEnd | undefined
  let wake: () => void = () => {}
  return {
    get status() {
      return status
    },
    get stage() {
      return stage
    },
    get decision() {
      return decision
    },
    get evidence() {
      return evidence
    },
    get tools() {
      return tools
    },
    get text() {
      return text
    },
    get end() {
      return end
    },
    take(event) {
      switch (event.kind) {
        case 'status': {
          const { position } = event
          stage = event.stage
          status =
            event.stage === 'queued' && position !== undefined ? { kind: 'waiting', position } : { kind: 'thinking' }
          break
        }
        case 'decision':
          decision = event.decision
          break
        case 'evidence':
          evidence = event.evidence.slice(0, MOST_SOURCES)
          break
        case 'token':
          if (text.length < MOST_TEXT) text += event.text
          break
        case 'tool-call':
          if (!tools.includes(event.name) && tools.length < MOST_TOOLS) tools = [...tools, event.name]
          break
        case 'approval-needed':
          break
        case 'done':
          end ??= { kind: 'done', answer: event.answer }
          break
        case 'failed':
          end ??= { kind: 'failed', error: event.error }
      }
      wake()
    },
    finish(ended) {
      end ??= ended
      wake()
    },
    change(mostMs) {
      if (end !== undefined) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, mostMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
  }
}
