/**
 * Lets the questions of a thread through one after the other while they are prepared: whose readers are known sooner must
 * not overtake. The caller lets the next one go when its own place in the conversation is certain.
 */
export interface InOrder {
  /** @returns what lets the next one go; calling it twice does no harm */
  enter(key: string): Promise<() => void>
}

export function createInOrder(): InOrder {
  /** The last one in each line; empty lines are forgotten. */
  const tails = new Map<string, Promise<void>>()
  return {
    async enter(key) {
      let release = () => {}
      const mine = new Promise<void>((resolve) => {
        release = resolve
      })
      const before = tails.get(key)
      tails.set(key, mine)
      await before
      return () => {
        release()
        if (tails.get(key) === mine) tails.delete(key)
      }
    },
  }
}

/** The same events; `release` is called when the second one is asked for, or at the end. */
export async function* releaseAfterFirst<T>(events: AsyncIterable<T>, release: () => void): AsyncGenerator<T, void> {
  try {
    for await (const event of events) {
      yield event
      release()
    }
  } finally {
    release()
  }
}
