/** What was begun and has not ended. */
export interface WorkUnderWay {
  /** @param work never rejects */
  track(work: Promise<void>): void
  /** Resolves when all of it has ended, or after a time in milliseconds. */
  ended(mostMs: number): Promise<void>
}

export function createWorkUnderWay(): WorkUnderWay {
  const underWay = new Set<Promise<void>>()
  return {
    track(work) {
      const ended = work.finally(() => underWay.delete(ended))
      underWay.add(ended)
    },
    async ended(mostMs) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, mostMs)
      })
      await Promise.race([Promise.all(underWay), late])
      clearTimeout(timer)
    },
  }
}
