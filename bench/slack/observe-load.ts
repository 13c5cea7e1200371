import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import {
  type Call,
  type Said,
  type SlackMessage,
  type SlackServer,
  TEAM,
  visibleText,
} from '../../tests/fakes/slack/slack-server.ts'
import { findMarks, MARKS, type Mark } from '../chat/marks.ts'
import { type ChatAccount, countCalls, type SeenQuestion, type SeenReply } from '../chat/observation.ts'

/** A mention as it was said. */
export interface SaidMention {
  readonly number: number
  readonly said: Said
}

const STATUS = 'assistant.threads.setStatus'
const THINKING = new Set([chatWords('en').thinking, chatWords('ja').thinking])

/** Everything that Slack knows of a load that has passed. */
export function observeLoad(slack: SlackServer, mentions: readonly SaidMention[]): Omit<ChatAccount, 'longestBlockMs'> {
  const calls = slack.calls.map((call) => ({ call, json: JSON.stringify(call.arguments) }))
  const taken = calls.filter(({ call }) => call.status === 200 && call.error === undefined)
  const statuses = assignStatuses(
    taken.map(({ call }) => call),
    mentions,
  )
  return {
    questions: mentions.map((mention) => seeMention(mention, slack, statuses, taken)),
    shown: firstShown(taken),
    calls: countCalls(slack.calls.map(({ method, error }) => ({ name: method, refusal: error }))),
    counts: {},
  }
}

/** Whether a mention has been answered, or told why not, and nothing of that is still in the making. */
export function isSettled({ number, said }: SaidMention, slack: SlackServer): boolean {
  return repliesTo({ number, said }, slack).some((reply) => {
    const json = JSON.stringify([reply.parts, reply.blocks])
    const isInTheMaking = reply.streaming === 'in_progress' || json.includes(ACTIONS.stop)
    return !isInTheMaking && (json.includes(ACTIONS.tryAgain) || partsOf(number, reply).includes(MARKS))
  })
}

function seeMention(
  { number, said }: SaidMention,
  slack: SlackServer,
  statuses: ReadonlyMap<number, number>,
  taken: readonly { readonly call: Call; readonly json: string }[],
): SeenQuestion {
  const [first] = said.deliveries
  const replies = repliesTo({ number, said }, slack)
  return {
    number,
    thread: said.threadTs,
    position: Number(said.ts),
    deliveredAt: first?.at ?? Number.NaN,
    awaitsAcknowledgement: true,
    acknowledgedAt: first?.acknowledgedAt,
    firstSignAt: statuses.get(number),
    replies: replies.map((reply): SeenReply => {
      const isStreaming = reply.streaming === 'in_progress'
      const parts = partsOf(number, reply)
      const isAnswer = JSON.stringify(reply.blocks).includes(ACTIONS.feedback) || parts.includes(MARKS)
      return { position: Number(reply.ts), parts, text: visibleText(reply), isStreaming, isAnswer }
    }),
    changedAt: taken.findLast(({ call, json }) => call.method.startsWith('chat.') && isFor({ number, said }, json))
      ?.call.at,
  }
}

function repliesTo(mention: SaidMention, slack: SlackServer): readonly SlackMessage[] {
  const { channel, threadTs } = mention.said
  return slack
    .repliesIn(channel, threadTs)
    .filter(({ text, parts, blocks }) => isFor(mention, JSON.stringify([text, parts, blocks])))
}

/** Buttons name the question. Where there are none the marks tell, which may otherwise be a quotation of another answer. */
function isFor({ number, said }: SaidMention, json: string): boolean {
  const turns = [...json.matchAll(/slack:\w+:\w+:\d+\.\d+/g)].map(([turn]) => turn)
  if (turns.length > 0) return turns.includes(`slack:${TEAM}:${said.channel}:${said.ts}`)
  return findMarks(json).some(({ question, part }) => question === number && part > 0)
}

function partsOf(number: number, reply: SlackMessage): readonly number[] {
  const marks = findMarks(visibleText(reply)).filter(({ question, part }) => question === number && part > 0)
  return [...new Set(marks.map(({ part }) => part))]
}

/** The first sign of a mention; in a thread with several the first signs are given out in the order of arrival. */
function assignStatuses(taken: readonly Call[], mentions: readonly SaidMention[]): ReadonlyMap<number, number> {
  const waiting = [...mentions]
  const assigned = new Map<number, number>()
  for (const { method, arguments: about, at } of taken) {
    if (method !== STATUS || !isFirstSign(about)) continue
    const next = waiting.findIndex(
      ({ said }) =>
        said.channel === about.channel_id &&
        said.threadTs === about.thread_ts &&
        (said.deliveries[0]?.at ?? Number.POSITIVE_INFINITY) <= at,
    )
    const [mention] = next < 0 ? [] : waiting.splice(next, 1)
    if (mention !== undefined) assigned.set(mention.number, at)
  }
  // Where Slack refused the first sign, the next thing that stands under the thread is the first that people see.
  for (const { number, said } of waiting) {
    const since = said.deliveries[0]?.at ?? Number.POSITIVE_INFINITY
    const isSign = ({ method, arguments: about, at }: Call) =>
      method === STATUS && about.status !== '' && about.thread_ts === said.threadTs && at >= since
    const sign = taken.find(isSign)
    if (sign !== undefined) assigned.set(number, sign.at)
  }
  return assigned
}

/** Later ones say how many come first, or what is being done. */
function isFirstSign({ status, loading_messages: loading }: Call['arguments']): boolean {
  return THINKING.has(String(status)) && Array.isArray(loading) && loading[0] === status
}

function firstShown(taken: readonly { readonly call: Call; readonly json: string }[]) {
  const shown = new Map<string, Mark & { readonly at: number }>()
  for (const { call, json } of taken) {
    if (!call.method.startsWith('chat.')) continue
    for (const mark of findMarks(json)) {
      const key = `${mark.question} ${mark.part}`
      if (mark.part > 0 && !shown.has(key)) shown.set(key, { ...mark, at: call.at })
    }
  }
  return [...shown.values()]
}
