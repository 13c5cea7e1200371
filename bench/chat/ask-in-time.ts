import { setTimeout as sleep } from 'node:timers/promises'
import type { PlannedQuestion } from './load-plan.ts'

/** Begins to ask each question when its time has come, whatever became of those before. */
export async function askInTime<Asked>(
  plan: readonly PlannedQuestion[],
  ask: (planned: PlannedQuestion) => Promise<Asked>,
): Promise<readonly Asked[]> {
  const start = performance.now()
  const asking: Promise<Asked>[] = []
  for (const planned of plan) {
    const wait = start + planned.atMs - performance.now()
    if (wait > 0) await sleep(wait)
    asking.push(ask(planned))
  }
  return Promise.all(asking)
}
