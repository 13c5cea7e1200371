import { type Estimate, estimateQuantile, quantileOf } from './estimate.ts'
import { measureFairness } from './fairness.ts'
import { isEager, type LoadShape, type PlannedMention } from './load-plan.ts'
import { MARKS } from './marks.ts'
import type { ModelAccount } from './model-process.ts'
import type { SeenMention, SlackAccount } from './observation.ts'

export interface LoadFigures {
  readonly mentions: number
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
  /** Milliseconds from the delivery: until Slack hears that it arrived, and until people see that Kiku is at work. */
  readonly acknowledged: Times
  readonly firstSign: Times
  readonly withoutSign: number
  /** Milliseconds from the delivery to the first words, and to the whole answer. */
  readonly firstWords: Times
  readonly whole: Times
  /** Milliseconds from a token's writing by the model to its standing in Slack. */
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
  readonly calls: SlackAccount['calls']
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
  plan: readonly PlannedMention[],
  shape: LoadShape,
  slack: SlackAccount,
  model: ModelAccount,
): LoadFigures {
  const written = new Map(model.written.map((mark) => [keyOf(mark), mark.at]))
  const shown = new Map(slack.shown.map((mark) => [keyOf(mark), mark.at]))
  const whole = new Map(slack.mentions.flatMap((seen) => (wholeAt(seen) === undefined ? [] : [[seen, wholeAt(seen)!]])))
  const answered = slack.mentions.filter((seen) => whole.has(seen))
  const refused = slack.mentions.filter((seen) => !whole.has(seen) && isRefused(seen))
  const lags = slack.shown.flatMap((mark) => {
    const at = written.get(keyOf(mark))
    return at === undefined ? [] : [{ part: mark.part, ms: mark.at - at }]
  })
  const since = (seen: SeenMention, at: number | undefined) => (at === undefined ? [] : [at - seen.deliveredAt])
  const secondsOf = (wanted: boolean) =>
    answered
      .filter(({ number }) => isEager(plan[number]!.user, shape) === wanted)
      .map((seen) => (whole.get(seen)! - seen.deliveredAt) / 1000)

  return {
    mentions: plan.length,
    answered: answered.length,
    refused: refused.length,
    lost: slack.mentions.length - answered.length - refused.length,
    doubled: slack.mentions.filter(({ replies }) => replies.length > 1).length,
    modelAskedTwice: model.repeated,
    orderViolations: countOrderViolations(slack.mentions),
    sharedThreads: new Set(plan.flatMap(({ continues }) => (continues === undefined ? [] : [continues]))).size,
    refusals: countRefusals(refused),
    acknowledged: timesOf(slack.mentions.flatMap((seen) => since(seen, seen.acknowledgedAt))),
    firstSign: timesOf(slack.mentions.flatMap((seen) => since(seen, firstSign(seen, shown)))),
    withoutSign: slack.mentions.filter((seen) => firstSign(seen, shown) === undefined).length,
    firstWords: timesOf(slack.mentions.flatMap((seen) => since(seen, shown.get(`${seen.number} 1`)))),
    whole: timesOf(answered.flatMap((seen) => since(seen, whole.get(seen)))),
    tokenLag: timesOf(lags.map(({ ms }) => ms)),
    firstTokenLag: timesOf(lags.flatMap(({ part, ms }) => (part === 1 ? [ms] : []))),
    lightSeconds: median(secondsOf(false)),
    eagerSeconds: median(secondsOf(true)),
    fairness: measureFairness(
      plan,
      answered.map((seen) => ({ number: seen.number, at: whole.get(seen)! })),
    ),
    seconds: spanOf(slack.mentions),
    modelMostAtOnce: model.mostAtOnce,
    calls: slack.calls,
    peerLongestBlockMs: slack.longestBlockMs,
  }

  /** An answer that the check has put into other words is whole when it stands. */
  function wholeAt({ number, replies, changedAt }: SeenMention): number | undefined {
    const answer = replies.find(({ isAnswer, isStreaming }) => isAnswer && !isStreaming)
    if (answer === undefined) return undefined
    return answer.parts.length === MARKS ? shown.get(`${number} ${MARKS}`) : changedAt
  }
}

function keyOf({ question, part }: { readonly question: number; readonly part: number }): string {
  return `${question} ${part}`
}

/** The status, or, where there is none, the first words. */
function firstSign(seen: SeenMention, shown: ReadonlyMap<string, number>): number | undefined {
  return seen.statusAt ?? shown.get(`${seen.number} 1`)
}

/** A message that stands, with words of Kiku's own and none of an answer. */
function isRefused({ replies }: SeenMention): boolean {
  return replies.some(
    ({ isAnswer, parts, text, isStreaming }) => !isStreaming && !isAnswer && parts.length === 0 && text !== '',
  )
}

function countRefusals(refused: readonly SeenMention[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { replies } of refused) {
    const text = (replies[0]?.text ?? '').replaceAll(/\d+/g, 'N').split('\n')[0] ?? ''
    counts[text] = (counts[text] ?? 0) + 1
  }
  return counts
}

function countOrderViolations(mentions: readonly SeenMention[]): number {
  const threads = new Map<string, SeenMention[]>()
  for (const seen of mentions) threads.set(seen.threadTs, [...(threads.get(seen.threadTs) ?? []), seen])
  let violations = 0
  for (const thread of threads.values()) {
    const answers = [...thread]
      .sort((first, second) => Number(first.ts) - Number(second.ts))
      .flatMap(({ replies }) => replies.filter(({ isAnswer }) => isAnswer).slice(0, 1))
    violations += answers.filter((answer, at) => at > 0 && Number(answer.ts) < Number(answers[at - 1]?.ts)).length
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

function spanOf(mentions: readonly SeenMention[]): number {
  const first = Math.min(...mentions.map(({ deliveredAt }) => deliveredAt))
  const last = Math.max(...mentions.map(({ changedAt }) => changedAt ?? first))
  return (last - first) / 1000
}
