/**
 * Fits the weights of the routing decision: `npx tsx scripts/fit-router.ts <evaluation folder> [--write]`.
 * Prints cross-validated figures; `--write` stores the weights in `agents/router/weights.ts`. Deterministic.
 */
import { writeFile } from 'node:fs/promises'
import { argv } from 'node:process'
import { FEATURE_NAMES } from '../agents/router/feature-names.ts'
import { ROUTE_LABELS, type RouteLabel } from '../src/domain/decision.ts'
import { crossValidate, leaveOneSourceOut } from './router-fitting/cross-validate.ts'
import { fitWeights, type RouterWeights } from './router-fitting/fit-weights.ts'
import { readRoutingCases } from './router-fitting/read-cases.ts'
import { formatScores, scoreCases } from './router-fitting/score.ts'

const folder = argv[2]
if (folder === undefined) throw new Error('Name the folder that holds the routing sets.')

const cases = await readRoutingCases(folder)
const weights = fitWeights(cases)
if (argv.includes('--write')) await writeFile(new URL('../agents/router/weights.ts', import.meta.url), render(weights))
else console.log(render(weights))
console.log('Five-fold cross-validation (folds by text):')
console.log(formatScores(crossValidate(cases, 5)))
console.log('Leave one source out:')
console.log(formatScores(leaveOneSourceOut(cases)))
console.log('Fitted on all:')
console.log(formatScores(scoreCases(cases, () => weights)))

function render(fitted: RouterWeights): string {
  const row = (label: RouteLabel): string => {
    const entries = FEATURE_NAMES.map((name) => [name, fitted[label].weights[name] ?? 0] as const)
      .filter(([, weight]) => weight !== 0)
      .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
      .map(([name, weight]) => `      ${/-/.test(name) ? `'${name}'` : name}: ${weight},\n`)
    return `  ${label}: {\n    intercept: ${fitted[label].intercept},\n    weights: {\n${entries.join('')}    },\n  },\n`
  }
  return `import type { RouteLabel } from '../../src/domain/decision.ts'
import type { FeatureName } from './feature-names.ts'

/** Log-odds that each feature adds to a label; absent means none. */
export interface LabelWeights {
  readonly intercept: number
  readonly weights: Readonly<Partial<Record<FeatureName, number>>>
}

// Written by \`scripts/fit-router.ts\` from the development halves of the routing sets; run it again to change them.
export const ROUTER_WEIGHTS: Readonly<Record<RouteLabel, LabelWeights>> = {
${ROUTE_LABELS.map(row).join('')}}
`
}
