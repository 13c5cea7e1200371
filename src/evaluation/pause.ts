/** Lets other work run, then goes on. @throws the signal's reason once it is aborted */
export async function pause(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await new Promise((resolve) => setImmediate(resolve))
  signal.throwIfAborted()
}
