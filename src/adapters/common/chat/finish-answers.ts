import type { RunningAnswers } from './running-answers.ts'

/** Answers in the making may end within this when Kiku stops; the next start takes up the rest. */
const FINISH_MS = 8_000

/** Lets answers end for a while, then interrupts them. Resolves when none is left. */
export async function finishAnswers(running: Pick<RunningAnswers<never>, 'idle' | 'interruptAll'>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FINISH_MS)
  })
  await Promise.race([running.idle(), late])
  clearTimeout(timer)
  running.interruptAll()
  await running.idle()
}
