import { nameRoute } from '../answer/describe-answer.ts'
import type { AnswerEvent } from '../domain/answer.ts'
import { toKikuError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Instruments } from '../ports/instruments.ts'

export interface MeasuredAnswer {
  /** `mcp` for programs that ask over MCP. */
  readonly surface: 'slack' | 'discord' | 'web' | 'terminal' | 'mcp'
  readonly instruments: Instruments
  readonly clock: Clock
}

/** Passes an answer in the making through; counts it when it ends, however that is, and says how long it took. */
export function measureAnswer(
  about: MeasuredAnswer,
  answer: () => AsyncGenerator<AnswerEvent, void>,
): AsyncGenerator<AnswerEvent, void> {
  return about.instruments.stream('message', { 'kiku.surface': about.surface }, (span) =>
    watchAnswer(about, answer(), span.end),
  )
}

async function* watchAnswer(
  { surface, instruments, clock }: MeasuredAnswer,
  events: AsyncGenerator<AnswerEvent, void>,
  end: (code?: string) => void,
): AsyncGenerator<AnswerEvent, void> {
  const startedAt = clock.elapsed()
  const seconds = () => (clock.elapsed() - startedAt) / 1_000
  let isWaiting = true
  let hasSpoken = false
  let outcome: Outcome = { kind: 'cancelled', route: 'none', code: 'none' }
  try {
    for await (const event of events) {
      if (isWaiting && event.kind === 'status' && event.stage !== 'queued') {
        isWaiting = false
        instruments.observe('kiku_stage_seconds', seconds(), { stage: 'queue' })
      }
      if (!hasSpoken && event.kind === 'token') {
        hasSpoken = true
        instruments.observe('kiku_first_token_seconds', seconds(), { surface })
      }
      outcome = outcomeOf(event) ?? outcome
      yield event
    }
  } catch (thrown) {
    outcome = failedWith(toKikuError(thrown).code, outcome.route)
    throw thrown
  } finally {
    const { kind, route, code } = outcome
    if (kind === 'failed' || kind === 'cancelled') end(kind === 'failed' ? code : 'cancelled')
    instruments.count('kiku_answers_total', { surface, kind, route, code })
    instruments.observe('kiku_answer_seconds', seconds(), { surface, kind })
  }
}

interface Outcome {
  readonly kind: 'answered' | 'extracted' | 'abstained' | 'failed' | 'cancelled'
  readonly route: string
  readonly code: string
}

function outcomeOf(event: AnswerEvent): Outcome | undefined {
  if (event.kind === 'decision') return { kind: 'cancelled', route: nameRoute(event.decision), code: 'none' }
  if (event.kind === 'failed') return failedWith(event.error.code, 'none')
  if (event.kind !== 'done') return undefined
  const { kind, decision, degraded = 'none' } = event.answer
  return { kind, route: nameRoute(decision), code: degraded }
}

function failedWith(code: string, route: string): Outcome {
  return { kind: code === 'cancelled' ? 'cancelled' : 'failed', route, code: code === 'cancelled' ? 'none' : code }
}
