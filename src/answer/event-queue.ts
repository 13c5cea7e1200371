/** What happens beside a generator, in order, for the generator to pass on. */
export interface EventQueue<T> {
  push(event: T): void
  /** Nothing more comes. */
  end(): void
  events(): AsyncGenerator<T, void>
}

export function createEventQueue<T>(): EventQueue<T> {
  let waiting: T[] = []
  let hasEnded = false
  let wake = () => {}
  return {
    push(event) {
      waiting.push(event)
      wake()
    },
    end() {
      hasEnded = true
      wake()
    },
    async *events() {
      while (true) {
        const events = waiting
        waiting = []
        yield* events
        if (waiting.length > 0) continue
        if (hasEnded) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
