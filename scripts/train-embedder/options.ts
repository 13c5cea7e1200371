import { parseArgs } from 'node:util'

/** Everything that decides what the weights become; the number of threads does not. */
export interface TrainingOptions {
  readonly seed: number
  readonly dimension: number
  /** Features with a row of their own, and rows that all others share. */
  readonly knownRows: number
  readonly sharedRows: number
  /** Pairs of a batch; a multiple of eight. */
  readonly batch: number
  /** Steps before the consistency filter, and after it. */
  readonly firstSteps: number
  readonly secondSteps: number
  readonly temperature: number
  readonly rate: number
  readonly weightRate: number
  readonly headRate: number
  /** Most of the features of a query that are dropped, 0 to 1. */
  readonly queryDropout: number
  /** Features of a key that take part in a step, about. */
  readonly keyFeatures: number
  /** A source counts by its size to this power. */
  readonly sourcePower: number
  /** How much more often a batch of pairs across languages is drawn. */
  readonly crossWeight: number
  readonly hasHeads: boolean
  readonly isHomogeneous: boolean
  readonly isFiltered: boolean
  /** Share of a batch that are hard negatives of the others. */
  readonly hardShare: number
}

export interface RunOptions {
  readonly pairs: string
  readonly out: string
  readonly threads: number
  /** Folder for what a later run can go on from. */
  readonly work: string
  readonly training: TrainingOptions
}

/** Reads the command line. @throws TypeError for an option that is not known */
export function readOptions(args: readonly string[]): RunOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'models/bundled-embedder.bin' },
      work: { type: 'string', default: '' },
      threads: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      dimension: { type: 'string', default: '256' },
      'known-rows': { type: 'string', default: '52000' },
      'shared-rows': { type: 'string', default: '8000' },
      batch: { type: 'string', default: '1024' },
      'first-steps': { type: 'string', default: '3500' },
      'second-steps': { type: 'string', default: '3500' },
      temperature: { type: 'string', default: '0.05' },
      rate: { type: 'string', default: '0.2' },
      'weight-rate': { type: 'string', default: '0.02' },
      'head-rate': { type: 'string', default: '0.01' },
      'query-dropout': { type: 'string', default: '0.5' },
      'key-features': { type: 'string', default: '96' },
      'source-power': { type: 'string', default: '0.5' },
      'cross-weight': { type: 'string', default: '1' },
      'hard-share': { type: 'string', default: '0' },
      'no-heads': { type: 'boolean', default: false },
      'mixed-batches': { type: 'boolean', default: false },
      'no-filter': { type: 'boolean', default: false },
    },
  })
  const batch = Number(values.batch)
  if (batch % 8 !== 0) throw new TypeError('--batch must be a multiple of eight.')
  return {
    pairs: positionals[0] ?? '-',
    out: values.out,
    work: values.work,
    threads: Number(values.threads),
    training: {
      seed: Number(values.seed),
      dimension: Number(values.dimension),
      knownRows: Number(values['known-rows']),
      sharedRows: Number(values['shared-rows']),
      batch,
      firstSteps: Number(values['first-steps']),
      secondSteps: Number(values['second-steps']),
      temperature: Number(values.temperature),
      rate: Number(values.rate),
      weightRate: Number(values['weight-rate']),
      headRate: Number(values['head-rate']),
      queryDropout: Number(values['query-dropout']),
      keyFeatures: Number(values['key-features']),
      sourcePower: Number(values['source-power']),
      crossWeight: Number(values['cross-weight']),
      hasHeads: !values['no-heads'],
      isHomogeneous: !values['mixed-batches'],
      isFiltered: !values['no-filter'],
      hardShare: Number(values['hard-share']),
    },
  }
}
