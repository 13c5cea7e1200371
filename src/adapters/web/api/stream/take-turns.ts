/** Lets what keeps the thread busy begin one after the other. */
export interface Turns {
  /** Resolves when one may begin. */
  next(): Promise<void>
  /** The events of an answer, which begins in its turn. */
  stream<Event>(events: AsyncIterable<Event>): AsyncIterable<Event>
}

/**
 * A search, and what comes before the first question to the model, takes some milliseconds in which nothing else runs. Where
 * many ask at the same moment, sockets are looked after between one and the next: nobody waits for all the others to see
 * that Kiku has begun.
 */
export function createTurns(): Turns {
  let last = Promise.resolve()
  const next = (): Promise<void> => {
    last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
    return last
  }
  return {
    next,
    async *stream(events) {
      await next()
      yield* events
    },
  }
}
