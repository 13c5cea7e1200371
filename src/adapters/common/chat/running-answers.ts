import { Interruption } from '../../../domain/interruption.ts'
import { ReplyStopped } from './reply-end.ts'

/**
 * The answers in the making, waiting ones included, so that they can be stopped.
 * @typeParam About what a platform knows of one, such as who asked
 */
export interface RunningAnswers<About extends RunningAnswer> {
  /** @returns undefined when too many are under way, or one to the same question is */
  begin(about: About): Run | undefined
  /**
   * Begins when the answer that is under way has tidied up. Of several that wait for the same question the last one begins.
   * @returns undefined for the others
   */
  takeOver(about: About): Promise<Run | undefined>
  /** @returns whether there was one to stop, or to begin */
  stop(turnId: string, why: ReplyStopped['why']): boolean
  stopWhere(isMeant: (about: About) => boolean, why: ReplyStopped['why']): void
  find(turnId: string): About | undefined
  hasThread(threadId: string): boolean
  /** Ends all for this process, those to come included; the next one takes them up. */
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

/** What is known of an answer in the making. */
export interface RunningAnswer {
  readonly turnId: string
  readonly threadId: string
}

const MOST_RUNNING = 1_000
/** An answer that was stopped still tidies up what it has shown. */
const RELEASE_MS = 15_000

interface Entry<About> {
  readonly about: About
  readonly controller: AbortController
  readonly ended: Promise<void>
}

export function createRunningAnswers<About extends RunningAnswer>(): RunningAnswers<About> {
  const running = new Map<string, Entry<About>>()
  const completed = new Set<Entry<About>>()
  /** The last one that waits for each question. */
  const waiting = new Map<string, About>()
  let isInterrupted = false

  function begin(about: About): Run | undefined {
    if (running.size >= MOST_RUNNING || running.has(about.turnId)) return undefined
    let markEnded = () => {}
    const ended = new Promise<void>((resolve) => {
      markEnded = resolve
    })
    const entry = { about, controller: new AbortController(), ended }
    if (isInterrupted) entry.controller.abort(new Interruption())
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
  }

  async function takeOver(about: About): Promise<Run | undefined> {
    const { turnId } = about
    waiting.set(turnId, about)
    for (let before = running.get(turnId); before !== undefined; before = running.get(turnId)) {
      await endedOrLate(before)
      if (waiting.get(turnId) !== about) return undefined
      // One that tidies up for too long does so beside the new one.
      if (running.get(turnId) === before) running.delete(turnId)
    }
    if (waiting.get(turnId) !== about) return undefined
    waiting.delete(turnId)
    return begin(about)
  }

  return {
    begin,
    takeOver,
    stop(turnId, why) {
      const entry = running.get(turnId)
      entry?.controller.abort(new ReplyStopped(why))
      return waiting.delete(turnId) || entry !== undefined
    },
    stopWhere(isMeant, why) {
      for (const { about, controller } of running.values()) {
        if (isMeant(about)) controller.abort(new ReplyStopped(why))
      }
      for (const [turnId, about] of waiting) {
        if (isMeant(about)) waiting.delete(turnId)
      }
    },
    find: (turnId) => waiting.get(turnId) ?? running.get(turnId)?.about,
    hasThread: (threadId) => [...running.values()].some(({ about }) => about.threadId === threadId),
    interruptAll() {
      isInterrupted = true
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

async function endedOrLate({ ended }: Pick<Entry<unknown>, 'ended'>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, RELEASE_MS)
  })
  await Promise.race([ended, late])
  clearTimeout(timer)
}
