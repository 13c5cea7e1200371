import type { PlannedQuestion } from './load-plan.ts'

/**
 * Jain's index of what each asker had got, divided by a fair share, at the moment when half of all answers stood
 * (https://arxiv.org/abs/cs/9809099). The fair share is the max-min one: nobody gets more than was asked, and what
 * one does not need is divided among the others.
 */
export function measureFairness(
  plan: readonly PlannedQuestion[],
  answered: readonly { readonly number: number; readonly at: number }[],
): number {
  const half = [...answered].sort((first, second) => first.at - second.at).slice(0, Math.ceil(answered.length / 2))
  const asked = countByUser(plan.map(({ user }) => user))
  const got = countByUser(half.map(({ number }) => plan[number]!.user))
  const fair = shareFairly(asked, half.length)
  const ratios = [...fair].map(([user, share]) => (got.get(user) ?? 0) / share)
  const sum = ratios.reduce((total, ratio) => total + ratio, 0)
  return sum ** 2 / (ratios.length * ratios.reduce((total, ratio) => total + ratio ** 2, 0))
}

/** Fills everybody's share evenly until nothing is left, or nobody wants more. */
function shareFairly(asked: ReadonlyMap<number, number>, total: number): ReadonlyMap<number, number> {
  const shares = new Map<number, number>()
  let left = total
  let waiting = [...asked].sort(([, first], [, second]) => first - second)
  while (waiting.length > 0) {
    const [user, wanted] = waiting[0]!
    const share = Math.min(wanted, left / waiting.length)
    shares.set(user, share)
    left -= share
    waiting = waiting.slice(1)
  }
  return shares
}

function countByUser(users: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const user of users) counts.set(user, (counts.get(user) ?? 0) + 1)
  return counts
}
