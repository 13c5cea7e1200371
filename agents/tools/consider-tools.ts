import type { Question } from '../../src/answer/question.ts'
import type { ToolSpec } from '../../src/domain/tool.ts'
import type { ToolIndex } from '../../src/index/tool-index.ts'
import type { IndexSearcher } from '../../src/index/unified-index.ts'
import type { ToolCatalog } from './tool-catalog.ts'

/** A tool that may fit a question. */
export interface Candidate {
  readonly spec: ToolSpec
  /** Calibrated, 0 to 1. */
  readonly probability: number
}

export interface ConsiderPorts {
  readonly searcher: IndexSearcher
  readonly toolIndex: Pick<ToolIndex, 'find'>
  readonly catalog: ToolCatalog
}

/** The tools that fit a request best, of those that every reader of the reply may use. */
export async function considerTools(
  request: { readonly text: string; readonly limit: number },
  { context, audience }: Pick<Question, 'context' | 'audience'>,
  { searcher, toolIndex, catalog }: ConsiderPorts,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const query = { task: 'tool', text: request.text, context, audience: audience.labels, limit: request.limit } as const
  const hits = await searcher.search(query, signal)
  return hits.flatMap(({ key, probability }) => {
    const id = toolIndex.find(key)
    const spec = id === undefined ? undefined : catalog.find(id)?.spec
    // The index follows what is offered; the spec itself decides.
    return spec === undefined || !audience.labels.includes(spec.audience) ? [] : [{ spec, probability }]
  })
}

/** As many of the first ones as fit, at least one. @param budget in tokens, of which a schema has one for every four characters */
export function fitTools(candidates: readonly Candidate[], budget: number): readonly Candidate[] {
  let left = budget
  return candidates.filter(({ spec }, at) => {
    left -= tokensOf(spec)
    return at === 0 || left >= 0
  })
}

/** How many tokens it takes to tell a model of a tool, roughly. */
export function tokensOf({ id, description, parameters }: ToolSpec): number {
  return Math.ceil((id.length + description.length + JSON.stringify(parameters).length) / 4)
}
