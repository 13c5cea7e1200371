export interface ParallelOptions {
  /** At least 1. */
  readonly lanes: number
  readonly signal: AbortSignal
}

/**
 * Works through items in order, several at a time. When one fails, no other is begun, those under way end or see
 * their signal abort, and the first failure is thrown.
 */
export async function forEachParallel<Item>(
  items: readonly Item[],
  { lanes, signal }: ParallelOptions,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const queue = items.values()
  let failure: { readonly thrown: unknown } | undefined

  async function runLane(): Promise<void> {
    for (const item of queue) {
      if (either.aborted) return
      try {
        await work(item, either)
      } catch (thrown) {
        failure ??= { thrown }
        failed.abort(thrown)
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, runLane))
  signal.throwIfAborted()
  if (failure !== undefined) throw failure.thrown
}
