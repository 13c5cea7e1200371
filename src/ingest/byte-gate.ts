import { waitUnlessAborted } from './keyed-lock.ts'

export interface ByteGate {
  /** Waits until so many bytes fit, then holds them while the task runs. A task larger than the gate goes alone. */
  run<Result>(bytes: number, task: () => Promise<Result>, signal: AbortSignal): Promise<Result>
}

/** Bounds the bytes of files in memory. First come, first served, so that a large file is not passed for ever. */
export function createByteGate(maxBytes: number): ByteGate {
  const waiting: { readonly bytes: number; readonly enter: () => void }[] = []
  let held = 0

  return {
    async run(wanted, task, signal) {
      const bytes = Math.min(wanted, maxBytes)
      let enter = () => {}
      const turn = new Promise<void>((resolve) => {
        enter = resolve
      })
      const ticket = { bytes, enter }
      waiting.push(ticket)
      admitWaiting()
      try {
        await waitUnlessAborted(turn, signal)
        return await task()
      } finally {
        // Whoever gave up waiting still stands in the queue and holds nothing.
        const place = waiting.indexOf(ticket)
        if (place >= 0) waiting.splice(place, 1)
        else held -= bytes
        admitWaiting()
      }
    },
  }

  function admitWaiting(): void {
    for (let next = waiting[0]; next !== undefined && held + next.bytes <= maxBytes; next = waiting[0]) {
      waiting.shift()
      held += next.bytes
      next.enter()
    }
  }
}
