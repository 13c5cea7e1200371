/** Waits until all of them have ended, but no longer than a time. None may reject. */
export async function settleWithin(timeoutMs: number, jobs: Iterable<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await Promise.race([Promise.all(jobs), late])
  clearTimeout(timer)
}
