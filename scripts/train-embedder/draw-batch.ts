import type { Task } from '../../src/domain/task.ts'
import type { Corpus, PairGroup } from './corpus.ts'
import type { TrainingOptions } from './options.ts'
import { createRandom, mixSeed } from './random.ts'

/** The rows of one step. */
export interface Batch {
  readonly pairs: Uint32Array
  readonly tasks: readonly Task[]
  /** Across languages either end may ask. */
  readonly isSwapped: readonly boolean[]
}

/** Draws the batch of a step, always the same for a seed and a step. */
export type BatchDrawer = (step: number) => Batch

const SWAPPED_SHARE = 0.3

export interface DrawingParts {
  readonly corpus: Corpus
  readonly options: TrainingOptions
  /** Pairs that take part; all where absent. */
  readonly isKept?: Uint8Array
  /** For each pair another one whose key is a hard negative of it, or 0xffffffff. */
  readonly partners?: Uint32Array
}

export const NO_PARTNER = 0xffffffff

export function createBatchDrawer({ corpus, options, isKept, partners }: DrawingParts): BatchDrawer {
  const groups = corpus.groups
    .map((group) => ({
      ...group,
      members: isKept === undefined ? group.members : group.members.filter((pair) => isKept[pair] === 1),
    }))
    .filter(({ members }) => members.length >= LEAST_GROUP)
  const weights = groups.map(
    ({ members, isCross }) => members.length ** options.sourcePower * (isCross ? options.crossWeight : 1),
  )
  return (step) => {
    const random = createRandom(mixSeed(options.seed, step, 1))
    const pairs = new Uint32Array(options.batch)
    const tasks: Task[] = []
    const isSwapped: boolean[] = []
    let group = drawGroup(groups, weights, random)
    for (let row = 0; row < options.batch; row += 1) {
      if (!options.isHomogeneous) group = drawGroup(groups, weights, random)
      pairs[row] = group.members[Math.floor(random() * group.members.length)]!
      // The pair whose key comes nearest by words to the one before: a hard negative that costs no further column.
      if (row % 2 === 1 && partners !== undefined && random() < options.hardShare * 2) {
        const partner = partners[pairs[row - 1]!]!
        if (partner !== NO_PARTNER && (isKept === undefined || isKept[partner] === 1)) pairs[row] = partner
      }
      tasks.push(group.task)
      isSwapped.push((group.isCross || group.task === 'icl') && random() < SWAPPED_SHARE)
    }
    return { pairs, tasks, isSwapped }
  }
}

/** Smaller groups would repeat their few pairs within a batch. */
const LEAST_GROUP = 64

function drawGroup(groups: readonly PairGroup[], weights: readonly number[], random: () => number): PairGroup {
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [at, group] of groups.entries()) {
    rest -= weights[at]!
    if (rest < 0) return group
  }
  return groups[groups.length - 1]!
}
