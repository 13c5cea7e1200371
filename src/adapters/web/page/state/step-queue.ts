import type { StreamStep } from './answer-stream.ts'

export interface StepQueue {
  readonly add: (step: StreamStep) => void
  /** Hands over at once what waits. */
  readonly flush: () => void
}

const HIDDEN_MS = 250

/** Collects the steps of a stream and hands them over once per frame, however fast they come. */
export function createStepQueue(take: (steps: readonly StreamStep[]) => void): StepQueue {
  let waiting: StreamStep[] = []
  let cancel: (() => void) | undefined
  const flush = () => {
    cancel?.()
    cancel = undefined
    const steps = waiting
    waiting = []
    if (steps.length > 0) take(steps)
  }
  return {
    add: (step) => {
      waiting.push(step)
      cancel ??= schedule(flush)
    },
    flush,
  }
}

/** Pages that nobody sees get no frames. */
function schedule(work: () => void): () => void {
  if (document.visibilityState === 'hidden') {
    const timer = setTimeout(work, HIDDEN_MS)
    return () => clearTimeout(timer)
  }
  const frame = requestAnimationFrame(work)
  return () => cancelAnimationFrame(frame)
}
