/** The retrieval scenario: LLM-Embedder's six, each with its own instruction pair. */
export type Task = 'qa' | 'convsearch' | 'chat' | 'lrlm' | 'tool' | 'icl'

/** Which end of a retrieval a text stands on: what is asked, or what is found. */
export type Side = 'query' | 'key'

/** The family that an index item belongs to. Namespaces are searched apart and never share a score scale. */
export type Namespace = 'knowledge' | 'history' | 'tool' | 'example'

/** The tasks whose queries search a namespace. */
export const NAMESPACE_TASKS = {
  knowledge: ['qa', 'convsearch'],
  history: ['chat', 'lrlm'],
  tool: ['tool'],
  example: ['icl'],
} as const satisfies Record<Namespace, readonly Task[]>

/** The namespace that a task searches. */
export function namespaceOf(task: Task): Namespace {
  switch (task) {
    case 'qa':
    case 'convsearch':
      return 'knowledge'
    case 'chat':
    case 'lrlm':
      return 'history'
    case 'tool':
      return 'tool'
    case 'icl':
      return 'example'
  }
}
