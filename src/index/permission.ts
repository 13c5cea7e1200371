import type { PermittedMask } from '../ports/lexical-index.ts'
import type { IndexQuery } from './unified-index.ts'

/** The part of a query that decides which items it may see. */
export type PermissionQuery = Pick<IndexQuery, 'audience' | 'since' | 'until' | 'thread'>

export interface Permission {
  readonly mask: PermittedMask
  /** How many ones the mask holds. */
  readonly count: number
}
