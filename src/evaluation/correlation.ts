/** Two measurements of the same things, prepared for correlating the whole and resamples of it. */
export interface Correlations {
  /** Pearson's r: how well a straight line relates the two. */
  pearson(counts?: Counts): number
  /** Spearman's rho: Pearson's r of the ranks, where equal values share the mean of their ranks. */
  spearman(counts?: Counts): number
}

/** How often each pair counts; once where there are none. */
type Counts = ArrayLike<number>

/**
 * Correlations of two lists, -1 to 1; 0 where one of them does not vary, for which there is none.
 * @throws RangeError when the lists differ in length
 */
export function createCorrelations(x: readonly number[], y: readonly number[]): Correlations {
  if (x.length !== y.length) throw new RangeError('Paired values must have the same length.')
  const once = new Uint8Array(x.length).fill(1)
  const [xGroups, yGroups] = [groupEqual(x), groupEqual(y)]
  return {
    pearson: (counts = once) => correlate(x, y, counts),
    spearman: (counts = once) => correlate(meanRanks(xGroups, counts), meanRanks(yGroups, counts), counts),
  }
}

function correlate(x: ArrayLike<number>, y: ArrayLike<number>, counts: Counts): number {
  let [total, xSum, ySum] = [0, 0, 0]
  for (let at = 0; at < counts.length; at += 1) {
    total += counts[at]!
    xSum += counts[at]! * x[at]!
    ySum += counts[at]! * y[at]!
  }
  const [xMean, yMean] = [xSum / total, ySum / total]
  let [xx, yy, xy] = [0, 0, 0]
  // Around the means: the sums of squares themselves would cancel out to nothing but rounding.
  for (let at = 0; at < counts.length; at += 1) {
    const [dx, dy] = [x[at]! - xMean, y[at]! - yMean]
    xx += counts[at]! * dx * dx
    yy += counts[at]! * dy * dy
    xy += counts[at]! * dx * dy
  }
  const spread = Math.sqrt(xx) * Math.sqrt(yy)
  return spread > 0 ? Math.max(-1, Math.min(1, xy / spread)) : 0
}

/** Places of equal values, in ascending order of the values. */
function groupEqual(values: readonly number[]): number[][] {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!)
  const groups: number[][] = []
  for (const at of order) {
    const last = groups.at(-1)
    if (last !== undefined && values[last[0]!] === values[at]) last.push(at)
    else groups.push([at])
  }
  return groups
}

/** Ranks from 1, without sorting again: a group of t values after b others shares the rank b + (t + 1) / 2. */
function meanRanks(groups: readonly (readonly number[])[], counts: Counts): Float64Array {
  const ranks = new Float64Array(counts.length)
  let before = 0
  for (const group of groups) {
    let size = 0
    for (const at of group) size += counts[at]!
    for (const at of group) ranks[at] = before + (size + 1) / 2
    before += size
  }
  return ranks
}
