/** Holds each thread until all have come. */
export type Barrier = () => void

const WAITING = 0
const ROUND = 1

/** @param state two numbers in shared memory, both 0 at first. */
export function createBarrier(state: Int32Array, threads: number): Barrier {
  return () => {
    const round = Atomics.load(state, ROUND)
    if (Atomics.add(state, WAITING, 1) + 1 === threads) {
      Atomics.store(state, WAITING, 0)
      Atomics.add(state, ROUND, 1)
      Atomics.notify(state, ROUND)
      return
    }
    while (Atomics.load(state, ROUND) === round) Atomics.wait(state, ROUND, round)
  }
}
