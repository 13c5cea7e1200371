import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { measureWork, type WorkCost } from '../measure/measure-work.ts'

/** What this process holds, in megabytes. */
export interface HeldMemory {
  readonly heapMb: number
  /** Bytes outside of the heap, such as what waits to be sent. */
  readonly buffersMb: number
  readonly residentMb: number
}

export interface WatchedCost extends WorkCost {
  /** The most at any look, garbage included. */
  readonly most: HeldMemory
}

const LOOK_MS = 250

/** What a server's process tells of itself: calls for `serveRemote`. */
export function createWatch() {
  let finish = () => {}
  let watched: Promise<WatchedCost> | undefined
  return {
    async begin(_input: undefined): Promise<void> {
      watched = watch(
        new Promise((resolve) => {
          finish = resolve
        }),
      )
    },
    async end(_input: undefined): Promise<WatchedCost> {
      if (watched === undefined) throw new Error('Nothing is watched.')
      finish()
      return watched
    },
    /** After the collection of garbage. */
    async weigh(_input: undefined): Promise<HeldMemory> {
      setFlagsFromString('--expose-gc')
      const collect: () => void = runInNewContext('gc')
      for (let round = 0; round < 3; round += 1) {
        collect()
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      return readMemory()
    },
  }
}

async function watch(work: Promise<void>): Promise<WatchedCost> {
  let most = readMemory()
  const looking = setInterval(() => {
    const now = readMemory()
    most = {
      heapMb: Math.max(most.heapMb, now.heapMb),
      buffersMb: Math.max(most.buffersMb, now.buffersMb),
      residentMb: Math.max(most.residentMb, now.residentMb),
    }
  }, LOOK_MS)
  const { result: _none, ...cost } = await measureWork(() => work)
  clearInterval(looking)
  return { ...cost, most }
}

function readMemory(): HeldMemory {
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heapMb: heapUsed / 2 ** 20, buffersMb: external / 2 ** 20, residentMb: rss / 2 ** 20 }
}
