/**
 * Fits the parameters that turn scores into probabilities (`src/index/calibrate-scores.ts`) for the bundled embedder:
 * `npx tsx scripts/fit-calibration.ts <pairs.jsonl> [--size 20000] [--sources medquad,jawikinews] [--seed 1]`. Each line
 * of the file holds `q` (what is asked), `d` (a text that answers it), `s` (its source) and `k` (`en`, `ja`, or `x` for
 * pairs across languages, which are left out). Name the sources whose queries say what they are after: headings taken
 * for questions match many sections as well as their own, and would teach that a good match means little.
 * Deterministic. Prints the parameters, Brier scores on queries that took no part in the fit, and calibration tables.
 */
import { argv } from 'node:process'
import { parseArgs } from 'node:util'
import { baseBrier, brierScore, describeCalibration, describeModel } from './calibration-fitting/describe-fit.ts'
import { fitLogistic, type LogisticModel } from './calibration-fitting/fit-logistic.ts'
import { type FeatureName, type Observation, observeHits } from './calibration-fitting/observe-hits.ts'
import { readPairs } from './calibration-fitting/read-pairs.ts'
import { samplePairs } from './calibration-fitting/sample-pairs.ts'

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    sources: { type: 'string', default: '' },
  },
})
const [path] = positionals
if (path === undefined) throw new Error('Name the file that holds the pairs.')

const sample = samplePairs(await readPairs(path), {
  size: Number(values.size),
  seed: Number(values.seed),
  sources: values.sources.split(',').filter((source) => source !== ''),
})
const heldOut = sample.queries.filter(({ isHeldOut }) => isHeldOut).length
console.log(
  `${sample.texts.length} texts, ${sample.queries.length} queries, ${heldOut} of them without an answer there`,
)
const observations = await observeHits(sample)
const training = observations.filter(({ isTraining }) => isTraining)
const testing = observations.filter(({ isTraining }) => !isTraining)

const CHOSEN = ['lexical', 'cosine', 'lead'] as const
const LANGUAGES = ['en', 'ja'] as const
const ofLanguage = (all: readonly Observation[], language: string): Observation[] =>
  all.filter((one) => one.language === language)

const together = fitLogistic(training, CHOSEN)
console.log(`\nFitted on ${training.length} hits of both languages: ${describeModel(together)}`)
for (const language of LANGUAGES) {
  const tested = ofLanguage(testing, language)
  const own = fitLogistic(ofLanguage(training, language), CHOSEN)
  const briers = [brierScore(own, tested), brierScore(together, tested), baseBrier(tested)].map((one) => one.toFixed(4))
  console.log(`\n### ${language}\n\nFitted on ${language} alone: ${describeModel(own)}`)
  console.log(`Brier ${briers[0]}; fitted on both ${briers[1]}; base rate alone ${briers[2]}\n`)
  console.log(describeCalibration(own, tested))
}

// A hit in another script than the query shares no words with it: its cosine has to speak alone.
const across = fitLogistic(training, ['cosine'])
console.log(`\nAcross scripts: ${describeModel(across)}, Brier ${brierScore(across, testing).toFixed(4)} within them`)

console.log('\n### Further features\n\n| features | Brier | en | ja | parameters |\n|-|-:|-:|-:|-|')
const candidates: readonly (readonly FeatureName[])[] = [
  ['lexical'],
  ['lexical', 'cosine'],
  ['lexical', 'cosine', 'queryTerms'],
  ['lexical', 'cosine', 'lead'],
  ['lexical', 'cosine', 'lift'],
  ['lexical', 'cosine', 'lift', 'lead'],
  ['lexical', 'cosine', 'lead', 'lag'],
  ['lexical', 'cosine', 'queryTerms', 'lift', 'lead', 'lag'],
]
for (const names of candidates) console.log(describeCandidate(fitLogistic(training, names), names))

function describeCandidate(model: LogisticModel, names: readonly FeatureName[]): string {
  const scores = [testing, ...LANGUAGES.map((language) => ofLanguage(testing, language))]
  const cells = scores.map((tested) => brierScore(model, tested).toFixed(4))
  return `| ${names.join(', ')} | ${cells.join(' | ')} | ${describeModel(model)} |`
}
