/** Lets waiting input, timers and other work run before a long loop goes on. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
