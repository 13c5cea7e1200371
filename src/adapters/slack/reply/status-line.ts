import { z } from 'zod'
import type { AnswerStage } from '../../../domain/answer.ts'
import type { ReplyStatus } from '../../common/chat/reply-end.ts'
import { chatWords } from '../../common/chat/words.ts'
import { refusalOf } from '../api/slack-api.ts'
import { safeLine } from '../render/rich-text.ts'
import type { ReplyTask } from './replier.ts'
import type { ReplierOptions } from './reply-context.ts'
import type { StatusPace } from './status-pace.ts'

/** The line under a thread that says that Kiku is at work. Slack takes it away with the next message. */
export interface StatusLine {
  /** Shows a status when there is room for it, and again before Slack forgets it. Returns at once. */
  keep(progress: Progress): void
  /** A message has taken the line's place. */
  replace(): void
  /** Takes the line away where it may still stand. Never throws. */
  clear(signal: AbortSignal): Promise<void>
}

/** How far an answer is before there are words of it. */
export interface Progress {
  readonly status: ReplyStatus
  readonly stage?: AnswerStage | undefined
  /** Names of the tools called, in order. */
  readonly tools?: readonly string[]
}

/** Slack takes a status away after two minutes. */
const RENEW_MS = 90_000
/** Stages pass in milliseconds; nobody could read them. */
const CHANGE_MS = 1_000
/** Places in the line move with every answer; the lines of a channel are brought up to date in turn. */
const MOVE_MS = 10_000
const STATUS_MS = 3_000
const TOOL_CHARACTERS = 64
const DONE = z.object({})

export function createStatusLine(
  options: ReplierOptions,
  task: ReplyTask,
  pace: StatusPace,
  signal: AbortSignal,
): StatusLine {
  // One was shown when the question arrived.
  let shown = nameOf({ status: { kind: 'thinking' } })
  let at = options.clock.elapsed()
  let isPlace = false
  let mayStand = true
  let underWay: Promise<void> | undefined
  return {
    keep(progress) {
      const { status } = progress
      const name = nameOf(progress)
      const age = options.clock.elapsed() - at
      const isPassing = status.kind === 'thinking' ? age < CHANGE_MS : isPlace && age < MOVE_MS
      const isNews = !isPassing && (name !== shown || age >= RENEW_MS)
      if (underWay !== undefined) return
      if (!pace.hasMissed(task.turnId) && !(isNews && pace.take(task.place.channel))) return
      shown = name
      isPlace = status.kind === 'waiting'
      at += age
      mayStand = true
      underWay = showStatus(options, task, status, signal, progress).then((isShown) => {
        if (isShown) pace.settle(task.turnId)
        underWay = undefined
      })
    },
    replace() {
      mayStand = underWay !== undefined
    },
    async clear(closing) {
      await underWay
      if (mayStand) await setStatus(options, task, { status: '' }, closing)
      mayStand = false
    },
  }
}

function nameOf({ status, stage, tools }: Progress): string {
  return status.kind === 'waiting'
    ? `waiting ${status.position}`
    : `thinking ${stage ?? ''} ${toolOf(stage, tools) ?? ''}`
}

/** The tool at work, as far as it is known. */
function toolOf(stage: AnswerStage | undefined, tools: readonly string[] = []): string | undefined {
  return stage === 'gather' ? tools.at(-1) : undefined
}

/**
 * https://docs.slack.dev/reference/methods/assistant.threads.setStatus. Never throws: nothing depends on it.
 * @returns whether Slack took it
 */
export async function showStatus(
  options: ReplierOptions,
  task: ReplyTask,
  status: ReplyStatus,
  signal: AbortSignal,
  { stage, tools }: Pick<Progress, 'stage' | 'tools'> = {},
): Promise<boolean> {
  const words = chatWords(task.locale)
  const tool = toolOf(stage, tools)
  const text = status.kind === 'waiting' ? words.waiting(status.position) : words.thinking
  const doing = tool === undefined ? stage && words.stages[stage] : words.tools.calling(safeLine(tool, TOOL_CHARACTERS))
  const loading = status.kind === 'waiting' ? text : (doing ?? text)
  return setStatus(options, task, { status: text, loading_messages: [loading] }, signal)
}

async function setStatus(
  { api, telemetry }: ReplierOptions,
  task: ReplyTask,
  status: object,
  signal: AbortSignal,
): Promise<boolean> {
  const { channel, threadTs } = task.place
  const call = { schema: DONE, signal, timeoutMs: STATUS_MS, isOptional: true }
  try {
    await api.call('assistant.threads.setStatus', {
      arguments: { channel_id: channel, thread_ts: threadTs, ...status },
      ...call,
    })
    return true
  } catch (error) {
    telemetry.debug('slack-status-not-shown', { error: refusalOf(error) })
    return false
  }
}
