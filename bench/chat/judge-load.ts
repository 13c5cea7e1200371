import { type Estimate, estimateQuantile, quantileOf } from './estimate.ts'
import { measureFairness } from './fairness.ts'
import { isEager, type LoadShape, type PlannedQuestion } from './load-plan.ts'
import { MARKS } from './marks.ts'
import type { ModelAccount } from './model-process.ts'
import type { ChatAccount, SeenQuestion } from './observation.ts'

export interface LoadFigures {
  readonly questions: number
  readonly answered: number
  /** Told in words why there is no answer. */
  readonly refused: number
  /** Neither answered whole nor told why. */
  readonly lost: number
  /** More than one message, or more than one answer asked of the model. */
  readonly doubled: number
  readonly modelAskedTwice: number
  /** Answers of a thread that stand before the answer to an earlier question. */
  readonly orderViolations: number
  readonly sharedThreads: number
  /** What the refusals said. */
  readonly refusals: Readonly<Record<string, number>>
  /** Milliseconds from the delivery: until the platform hears that it arrived, where it waits for that. */
  readonly acknowledged: Times
  readonly unacknowledged: number
  /** Milliseconds from the delivery until people see that the app is at work. */
  readonly firstSign: Times
  readonly withoutSign: number
  /** Milliseconds from the delivery to the first words, and to the whole answer. */
  readonly firstWords: Times
  readonly whole: Times
  /** Milliseconds from a token's writing by the model to its standing where people read it. */
  readonly tokenLag: Times
  readonly firstTokenLag: Times
  /** Seconds from the delivery to the whole answer, of those who ask little and of those who ask much: medians. */
  readonly lightSeconds: number
  readonly eagerSeconds: number
  /** Jain's index of what each asker got, beside a fair share, when half of all answers stood. 1 is fair. */
  readonly fairness: number
  /** From the first delivery to the last change. */
  readonly seconds: number
  readonly modelMostAtOnce: number
  readonly calls: ChatAccount['calls']
  readonly counts: ChatAccount['counts']
  readonly peerLongestBlockMs: number
}

export interface Times {
  readonly p50: Estimate
  readonly p95: Estimate
  readonly p99: Estimate
  readonly most: number
  readonly count: number
  /** Shares, 0 to 1. */
  readonly within300: number
  readonly withinSecond: number
}

export function judgeLoad(
  plan: readonly PlannedQuestion[],
  shape: LoadShape,
  chat: ChatAccount,
  model: ModelAccount,
): LoadFigures {
  const written = new Map(model.written.map((mark) => [keyOf(mark), mark.at]))
  const shown = new Map(chat.shown.map((mark) => [keyOf(mark), mark.at]))
  const whole = new Map(chat.questions.flatMap((seen) => (wholeAt(seen) === undefined ? [] : [[seen, wholeAt(seen)!]])))
  const answered = chat.questions.filter((seen) => whole.has(seen))
  const refused = chat.questions.filter((seen) => !whole.has(seen) && isRefused(seen))
  const lags = chat.shown.flatMap((mark) => {
    const at = written.get(keyOf(mark))
    return at === undefined ? [] : [{ part: mark.part, ms: mark.at - at }]
  })
  const since = (seen: SeenQuestion, at: number | undefined) => (at === undefined ? [] : [at - seen.deliveredAt])
  const secondsOf = (wanted: boolean) =>
    answered
      .filter(({ number }) => isEager(plan[number]!.user, shape) === wanted)
      .map((seen) => (whole.get(seen)! - seen.deliveredAt) / 1000)

  return {
    questions: plan.length,
    answered: answered.length,
    refused: refused.length,
    lost: chat.questions.length - answered.length - refused.length,
    doubled: chat.questions.filter(({ replies }) => replies.length > 1).length,
    modelAskedTwice: model.repeated,
    orderViolations: countOrderViolations(chat.questions),
    sharedThreads: new Set(plan.flatMap(({ continues }) => (continues === undefined ? [] : [continues]))).size,
    refusals: countRefusals(refused),
    acknowledged: timesOf(chat.questions.flatMap((seen) => since(seen, seen.acknowledgedAt))),
    unacknowledged: chat.questions.filter(
      ({ awaitsAcknowledgement, acknowledgedAt }) => awaitsAcknowledgement && acknowledgedAt === undefined,
    ).length,
    firstSign: timesOf(chat.questions.flatMap((seen) => since(seen, firstSign(seen, shown)))),
    withoutSign: chat.questions.filter((seen) => firstSign(seen, shown) === undefined).length,
    firstWords: timesOf(chat.questions.flatMap((seen) => since(seen, shown.get(`${seen.number} 1`)))),
    whole: timesOf(answered.flatMap((seen) => since(seen, whole.get(seen)))),
    tokenLag: timesOf(lags.map(({ ms }) => ms)),
    firstTokenLag: timesOf(lags.flatMap(({ part, ms }) => (part === 1 ? [ms] : []))),
    lightSeconds: median(secondsOf(false)),
    eagerSeconds: median(secondsOf(true)),
    fairness: measureFairness(
      plan,
      answered.map((seen) => ({ number: seen.number, at: whole.get(seen)! })),
    ),
    seconds: spanOf(chat.questions),
    modelMostAtOnce: model.mostAtOnce,
    calls: chat.calls,
    counts: chat.counts,
    peerLongestBlockMs: chat.longestBlockMs,
  }

  /** An answer that the check has put into other words is whole when it stands. */
  function wholeAt({ number, replies, changedAt }: SeenQuestion): number | undefined {
    const answer = replies.find(({ isAnswer, isStreaming }) => isAnswer && !isStreaming)
    if (answer === undefined) return undefined
    return answer.parts.length === MARKS ? shown.get(`${number} ${MARKS}`) : changedAt
  }
}

function keyOf({ question, part }: { readonly question: number; readonly part: number }): string {
  return `${question} ${part}`
}

/** What the platform shows of it, or, where there is nothing, the first words. */
function firstSign(seen: SeenQuestion, shown: ReadonlyMap<string, number>): number | undefined {
  return seen.firstSignAt ?? shown.get(`${seen.number} 1`)
}

/** A message that stands, with words of Kiku's own and none of an answer. */
function isRefused({ replies }: SeenQuestion): boolean {
  return replies.some(
    ({ isAnswer, parts, text, isStreaming }) => !isStreaming && !isAnswer && parts.length === 0 && text !== '',
  )
}

function countRefusals(refused: readonly SeenQuestion[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { replies } of refused) {
    const text = (replies[0]?.text ?? '').replaceAll(/\d+/g, 'N').split('\n')[0] ?? ''
    counts[text] = (counts[text] ?? 0) + 1
  }
  return counts
}

function countOrderViolations(questions: readonly SeenQuestion[]): number {
  const threads = new Map<string, SeenQuestion[]>()
  for (const seen of questions) threads.set(seen.thread, [...(threads.get(seen.thread) ?? []), seen])
  let violations = 0
  for (const thread of threads.values()) {
    const answers = [...thread]
      .sort((first, second) => first.position - second.position)
      .flatMap(({ replies }) => replies.filter(({ isAnswer }) => isAnswer).slice(0, 1))
    violations += answers.filter((answer, at) => at > 0 && answer.position < answers[at - 1]!.position).length
  }
  return violations
}

function timesOf(values: readonly number[]): Times {
  return {
    p50: estimateQuantile(values, 0.5),
    p95: estimateQuantile(values, 0.95),
    p99: estimateQuantile(values, 0.99),
    most: Math.max(...values),
    count: values.length,
    within300: values.filter((value) => value <= 300).length / values.length,
    withinSecond: values.filter((value) => value <= 1_000).length / values.length,
  }
}

function median(values: readonly number[]): number {
  return quantileOf(
    [...values].sort((first, second) => first - second),
    0.5,
  )
}

function spanOf(questions: readonly SeenQuestion[]): number {
  const first = Math.min(...questions.map(({ deliveredAt }) => deliveredAt))
  const last = Math.max(...questions.map(({ changedAt }) => changedAt ?? first))
  return (last - first) / 1000
}
