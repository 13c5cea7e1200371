import { toKikuError } from '../domain/errors.ts'
import { NAMESPACE_TASKS, type Namespace, type Task } from '../domain/task.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { SpaceVector } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { joinKeyText } from './join-key-text.ts'

/**
 * Vectors for texts, one list for each, with one vector for each space of the namespace. Of an embedder that cannot be reached
 * there are none: a background pass fills them in later.
 */
export async function embedKeys(
  embedders: readonly Embedder[],
  { namespace, texts, telemetry }: KeyTexts,
  signal: AbortSignal,
): Promise<SpaceVector[][]> {
  const joined = texts.map(({ title, text }) => joinKeyText(title, text))
  const lists: SpaceVector[][] = texts.map(() => [])
  for (const embedder of embedders) {
    try {
      const made: SpaceVector[][] = texts.map(() => [])
      for (const [space, task] of spaceTasks(embedder, namespace)) {
        const vectors = await embedder.embed(joined, { task, side: 'key' }, signal)
        for (const [at, vector] of vectors.entries()) made[at]!.push({ space, vector })
      }
      for (const [at, vectors] of made.entries()) lists[at]!.push(...vectors)
    } catch (error) {
      signal.throwIfAborted()
      telemetry.warn('keys-not-embedded', { count: texts.length, reason: toKikuError(error).code })
    }
  }
  return lists
}

export interface KeyTexts {
  readonly namespace: Namespace
  readonly texts: readonly { readonly title: string; readonly text: string }[]
  readonly telemetry: Telemetry
}

/** One task for each vector space of a namespace. */
export function spaceTasks(embedder: Embedder, namespace: Namespace): ReadonlyMap<string, Task> {
  const tasks: readonly Task[] = NAMESPACE_TASKS[namespace]
  return new Map(tasks.map((task) => [embedder.keySpace(task), task]))
}
