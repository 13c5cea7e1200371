/** Bounds how many calls are under way, those that wait for their turn included. */
export interface UnderWay {
  /** @param bucket what Discord counts together. @returns what to call at the end; undefined when there are too many */
  enter(bucket: string): (() => void) | undefined
}

/** discord.js queues without bound. A bucket takes about one call per second, and nobody waits for minutes. */
const MOST_IN_BUCKET = 50
const MOST = 1_000

export function createUnderWay(mostInBucket = MOST_IN_BUCKET, most = MOST): UnderWay {
  const buckets = new Map<string, number>()
  let all = 0
  return {
    enter(bucket) {
      const before = buckets.get(bucket) ?? 0
      if (before >= mostInBucket || all >= most) return undefined
      buckets.set(bucket, before + 1)
      all += 1
      return () => {
        all -= 1
        const left = (buckets.get(bucket) ?? 1) - 1
        if (left > 0) buckets.set(bucket, left)
        else buckets.delete(bucket)
      }
    },
  }
}
