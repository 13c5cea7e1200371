/** Lets answers begin one after the other. */
export type InTurn = <Event>(events: AsyncIterable<Event>) => AsyncIterable<Event>

/**
 * What comes before the first question to the model takes some milliseconds in which nothing else runs. Where many ask at
 * the same moment, sockets are looked after between one and the next: nobody waits for all the others to see that Kiku has
 * begun.
 */
export function createTurns(): InTurn {
  let last = Promise.resolve()
  return async function* inTurn(events) {
    last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
    await last
    yield* events
  }
}
