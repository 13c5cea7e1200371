import type { Audience } from '../domain/audience.ts'
import type { Locator } from '../domain/document.ts'
import type { Namespace } from '../domain/task.ts'

/** Opens documents around a passage. */
export interface PassageReader {
  /**
   * The passages before and after one in its document, in reading order, itself included.
   * @returns undefined where it is gone, or not for this audience: the two must look the same
   */
  open(request: PassageRequest, audience: Audience, signal: AbortSignal): Promise<OpenedDocument | undefined>
}

export interface PassageRequest {
  /** Store key of an index item. */
  readonly key: number
  /** Passages before and after, 0 to 50. */
  readonly around: number
}

export interface OpenedDocument {
  readonly title: string
  /** Path, URL or permalink. */
  readonly location: string
  readonly passages: readonly OpenedPassage[]
  /** Whether the document goes on before and after what is given. */
  readonly hasBefore: boolean
  readonly hasAfter: boolean
}

export interface OpenedPassage {
  readonly key: number
  readonly namespace: Namespace
  readonly title: string
  readonly text: string
  readonly locator: Locator
}
