import { setTimeout as sleep } from 'node:timers/promises'

/** The load counts as over when the app has been silent for so long. */
const SILENCE_MS = 30_000
const LONGEST_MS = 9 * 60_000

/** Resolves when nothing that was asked is open any more, or the app is silent, and a little later. */
export async function untilSettled<Asked>(
  asked: readonly Asked[],
  {
    isSettled,
    lastCallAt,
  }: {
    readonly isSettled: (one: Asked) => boolean
    /** Epoch milliseconds of the app's last call; 0 where there is none. */
    readonly lastCallAt: () => number
  },
): Promise<void> {
  const end = Date.now() + LONGEST_MS
  let open = asked
  for (;;) {
    open = open.filter((one) => !isSettled(one))
    if (open.length === 0 || Date.now() > end || Date.now() - lastCallAt() > SILENCE_MS) break
    await sleep(250)
  }
  // What was doubled may still be on its way.
  await sleep(3_000)
}
