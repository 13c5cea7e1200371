/** Timers that all end with the server. */
export interface Timers {
  readonly isClosed: boolean
  /** Resolves after a while, or at once when the server closes. */
  sleep(milliseconds: number): Promise<void>
  /** @returns what calls it off */
  after(milliseconds: number, act: () => void): () => void
  close(): void
}

export function createTimers(): Timers {
  const pending = new Map<NodeJS.Timeout, () => void>()
  let isClosed = false
  return {
    get isClosed() {
      return isClosed
    },
    sleep(milliseconds) {
      if (isClosed || milliseconds <= 0) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          pending.delete(timer)
          resolve()
        }, milliseconds)
        pending.set(timer, resolve)
      })
    },
    after(milliseconds, act) {
      if (isClosed) return () => {}
      const timer = setTimeout(() => {
        pending.delete(timer)
        act()
      }, milliseconds)
      pending.set(timer, () => {})
      return () => {
        clearTimeout(timer)
        pending.delete(timer)
      }
    },
    close() {
      isClosed = true
      for (const [timer, finish] of pending) {
        clearTimeout(timer)
        finish()
      }
      pending.clear()
    },
  }
}
