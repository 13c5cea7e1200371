import { Interruption } from '../../../domain/interruption.ts'
import { ReplyStopped } from '../reply/replier.ts'
import type { SlackPerson } from '../slack-ids.ts'

/** The answers in the making, waiting ones included, so that they can be stopped. */
export interface RunningAnswers {
  /** @returns undefined when too many are under way, or one to the same question is */
  begin(about: RunningAnswer): Run | undefined
  /** @returns whether there was one to stop */
  stop(turnId: string, why: ReplyStopped['why']): boolean
  /** Stops what one person has asked in a thread. */
  stopThread(threadId: string, user: string): void
  find(turnId: string): RunningAnswer | undefined
  hasThread(threadId: string): boolean
  /** Resolves when no answer to this question is under way, or after `RELEASE_MS`. */
  whenFree(turnId: string): Promise<void>
  /** Ends all for this process; the next one takes them up. */
  interruptAll(): void
  /** Resolves when none is left. */
  idle(): Promise<void>
  readonly size: number
}

export interface Run {
  readonly signal: AbortSignal
  /** The reply stands: there is nothing to stop any more, or to begin again, though something may still be done. */
  complete(): void
  end(): void
}

export interface RunningAnswer {
  readonly turnId: string
  readonly threadId: string
  readonly asker: SlackPerson
  readonly isDirect: boolean
}

const MOST_RUNNING = 1_000
/** An answer that was stopped still tidies up what it has shown. */
const RELEASE_MS = 15_000

interface Entry {
  readonly about: RunningAnswer
  readonly controller: AbortController
  readonly ended: Promise<void>
}

export function createRunningAnswers(): RunningAnswers {
  const running = new Map<string, Entry>()
  const completed = new Set<Entry>()
  const isInThread = (threadId: string) => (entry: Entry) => entry.about.threadId === threadId
  return {
    begin(about) {
      if (running.size >= MOST_RUNNING || running.has(about.turnId)) return undefined
      let markEnded = () => {}
      const ended = new Promise<void>((resolve) => {
        markEnded = resolve
      })
      const entry = { about, controller: new AbortController(), ended }
      running.set(about.turnId, entry)
      const leave = () => running.get(about.turnId) === entry && running.delete(about.turnId)
      return {
        signal: entry.controller.signal,
        complete() {
          if (leave()) completed.add(entry)
        },
        end() {
          leave()
          completed.delete(entry)
          markEnded()
        },
      }
    },
    stop(turnId, why) {
      const entry = running.get(turnId)
      entry?.controller.abort(new ReplyStopped(why))
      return entry !== undefined
    },
    stopThread(threadId, user) {
      for (const { about, controller } of running.values()) {
        if (about.threadId === threadId && about.asker.user === user) controller.abort(new ReplyStopped('stopped'))
      }
    },
    find: (turnId) => running.get(turnId)?.about,
    hasThread: (threadId) => [...running.values()].some(isInThread(threadId)),
    async whenFree(turnId) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, RELEASE_MS)
      })
      await Promise.race([running.get(turnId)?.ended, late])
      clearTimeout(timer)
    },
    interruptAll() {
      for (const { controller } of running.values()) controller.abort(new Interruption())
    },
    async idle() {
      while (running.size + completed.size > 0) {
        await Promise.all([...running.values(), ...completed].map(({ ended }) => ended))
      }
    },
    get size() {
      return running.size
    },
  }
}
