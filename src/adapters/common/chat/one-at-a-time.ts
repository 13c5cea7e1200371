/** Runs one piece of work of a name at a time. @returns whether it ran; not when one of that name is under way */
export type OneAtATime = (name: string, work: () => Promise<void>) => Promise<boolean>

/** For impatient people who click twice. Holds no more names than there is work under way. */
export function createOneAtATime(): OneAtATime {
  const underWay = new Set<string>()
  return async (name, work) => {
    if (underWay.has(name)) return false
    underWay.add(name)
    try {
      await work()
      return true
    } finally {
      underWay.delete(name)
    }
  }
}
