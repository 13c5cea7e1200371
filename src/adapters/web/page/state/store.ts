/** A value that can be watched. */
export interface Store<Value> {
  readonly read: () => Value
  readonly write: (next: Value) => void
  readonly update: (change: (value: Value) => Value) => void
  /** @returns ends the watching */
  readonly watch: (listener: () => void) => () => void
}

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial
  const listeners = new Set<() => void>()
  const write = (next: Value) => {
    if (Object.is(next, value)) return
    value = next
    for (const listener of [...listeners]) listener()
  }
  return {
    read: () => value,
    write,
    update: (change) => write(change(value)),
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
