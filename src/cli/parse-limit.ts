import { KikuError } from '../domain/errors.ts'

/** The number given with `--limit`. @throws KikuError `misuse` */
export function parseLimit(text: string, most: number): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit
  throw new KikuError('misuse', `--limit is "${text}", but must be a whole number from 1 to ${most}.`)
}
