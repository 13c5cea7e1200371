import { type AudienceLabel, PUBLIC } from '../../../../domain/audience.ts'
import type { Visitor } from '../../access/visitor.ts'
import { personLabel } from '../../access/visitor.ts'
import { ApiProblem } from '../problems/api-problem.ts'

/**
 * Who may read what a visitor adds: one of the visitor's own labels; everybody unless said otherwise, or the visitor alone
 * where that was not granted.
 * @throws ApiProblem `audience-refused`
 */
export function chooseAudience(wanted: string | undefined, labels: readonly string[], visitor: Visitor): AudienceLabel {
  const chosen = wanted ?? (labels.includes(PUBLIC) ? PUBLIC : personLabel(visitor))
  if (!labels.includes(chosen)) throw new ApiProblem('audience-refused')
  return chosen
}
