/** Discord's guard before everything else: whoever sends too many bad requests is shut out for a while. */
export interface InvalidRequests {
  /** Answers with 401, 403 or 429 in the last ten minutes; those for limits that are shared do not count. */
  readonly total: number
  readonly isBlocked: boolean
  count(status: number): void
}

const WINDOW_MS = 10 * 60_000

export function createInvalidRequests(most: number): InvalidRequests {
  const moments: number[] = []
  const forgetOld = () => {
    const since = Date.now() - WINDOW_MS
    while ((moments[0] ?? since) < since) moments.shift()
  }
  return {
    get total() {
      forgetOld()
      return moments.length
    },
    get isBlocked() {
      forgetOld()
      return moments.length >= most
    },
    count(status) {
      if (status === 401 || status === 403 || status === 429) moments.push(Date.now())
    },
  }
}
