import type { EmbeddingPreset } from '../../domain/embedding-preset.ts'

type Templates = EmbeddingPreset['templates']

/** The same pair of templates for every task, with exceptions. */
export function sameTemplates(query: string, key: string, exceptions: Partial<Templates> = {}): Templates {
  const pair = { query, key }
  return { qa: pair, convsearch: pair, chat: pair, lrlm: pair, tool: pair, icl: pair, ...exceptions }
}
