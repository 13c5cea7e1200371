import type { AnswerEvent } from '../../domain/answer.ts'
import type { Audience, AudienceLabel } from '../../domain/audience.ts'
import type { Locator } from '../../domain/document.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { SearchMode } from '../../domain/message.ts'

/**
 * What the MCP server asks of Kiku. Every call comes with the audience of its caller: whatever is used or told must carry
 * one of its labels, and no other label may be added.
 */
export interface McpHost {
  /** Passages, the likeliest first. @throws KikuError; the reason of the signal */
  search(request: McpSearch, audience: Audience, signal: AbortSignal): Promise<readonly Evidence[]>
  /**
   * Answers one question. A `failed` event carries the sentence for the user, as for every surface. Breaking out of the loop
   * stops the answer. No tool that needs an approval may run: nobody can give one here.
   */
  ask(request: McpQuestion, audience: Audience, signal: AbortSignal): AsyncIterable<AnswerEvent>
  /**
   * The passages before and after one in its document, in reading order, itself included.
   * @returns nothing where it is gone, or not for this audience: the two must look the same
   * @throws KikuError; the reason of the signal
   */
  open(request: McpPlace, audience: Audience, signal: AbortSignal): Promise<readonly OpenedPassage[]>
}

export interface McpSearch {
  readonly text: string
  /** 1 to 20. */
  readonly limit: number
}

export interface McpQuestion {
  readonly text: string
  readonly search: SearchMode
  /** Names the caller where callers take turns: `mcp:terminal`, or `mcp:` and the name of the token. */
  readonly askedBy: string
}

/** A passage by its key, or the beginning of a document by its location. */
export type McpPlace = { readonly around: number } & (
  | { readonly kind: 'key'; readonly key: number }
  | { readonly kind: 'location'; readonly location: string }
)

/** A passage of a document that was opened. An `ItemRecord` of the store fits. */
export interface OpenedPassage {
  readonly key: number
  readonly audience: AudienceLabel
  readonly title: string
  readonly text: string
  readonly location: string
  readonly locator: Locator
}
