import { fitWeights, type RouterWeights } from './fit-weights.ts'
import type { RoutingCase } from './read-cases.ts'
import { type SetScore, scoreCases } from './score.ts'

/** Every case is judged by weights that were fitted without its fold. Equal texts share a fold. */
export function crossValidate(cases: readonly RoutingCase[], folds: number): SetScore[] {
  const foldOf = (one: RoutingCase): number => hash(one.text.toLowerCase()) % folds
  const fitted = Array.from({ length: folds }, (_, fold) => fitWeights(cases.filter((one) => foldOf(one) !== fold)))
  return scoreCases(cases, (one) => at(fitted, foldOf(one)))
}

/** Every case is judged by weights that saw no case of its source, nor its text in another. */
export function leaveOneSourceOut(cases: readonly RoutingCase[]): SetScore[] {
  const groups = new Map<string, Set<string>>()
  for (const one of cases) groups.set(groupOf(one), (groups.get(groupOf(one)) ?? new Set()).add(one.text.toLowerCase()))
  const fitted = new Map<string, RouterWeights>()
  for (const [group, texts] of groups) {
    fitted.set(group, fitWeights(cases.filter((one) => groupOf(one) !== group && !texts.has(one.text.toLowerCase()))))
  }
  return scoreCases(cases, (one) => {
    const weights = fitted.get(groupOf(one))
    if (weights === undefined) throw new Error('unreachable')
    return weights
  })
}

// CLINC150's domains are one source.
function groupOf(one: RoutingCase): string {
  return /clinc/i.test(one.source) ? 'clinc' : /metatool/i.test(one.source) ? 'metatool' : one.source
}

function at(list: readonly RouterWeights[], index: number): RouterWeights {
  const found = list[index]
  if (found === undefined) throw new Error('unreachable')
  return found
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0
  return value
}
